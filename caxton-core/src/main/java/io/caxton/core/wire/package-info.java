/** How numbers and texts become bytes between nodes. */
@NullMarked
package io.caxton.core.wire;

import org.jspecify.annotations.NullMarked;

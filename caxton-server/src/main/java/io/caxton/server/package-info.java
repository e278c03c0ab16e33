/** The deployable node. */
@NullMarked
package io.caxton.server;

import org.jspecify.annotations.NullMarked;

/** Owns every accepted message from acceptance to its outcome. */
@NullMarked
package io.caxton.core.engine;

import org.jspecify.annotations.NullMarked;

/** Messages that a node keeps for another one, in case its disk is lost. */
@NullMarked
package io.caxton.core.copies;

import org.jspecify.annotations.NullMarked;

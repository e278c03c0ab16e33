/** The membership protocol under faults. */
@NullMarked
package io.caxton.simulation.swim;

import org.jspecify.annotations.NullMarked;

/** Whole clusters in one thread: virtual time, a network with faults, and invariants. A run is made again by its seed. */
@NullMarked
package io.caxton.simulation;

import org.jspecify.annotations.NullMarked;

/** A network between nodes on the loopback address that loses, delays, repeats and cuts what passes; it needs no privilege. */
@NullMarked
package io.caxton.benchmarks.relay;

import org.jspecify.annotations.NullMarked;

/** A cluster under load while its nodes and links fail: is anything lost, out of order, or handled twice? */
@NullMarked
package io.caxton.benchmarks.faults;

import org.jspecify.annotations.NullMarked;

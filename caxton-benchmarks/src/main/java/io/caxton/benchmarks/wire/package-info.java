/** A client that takes little of the processors that it shares with what it measures. */
@NullMarked
package io.caxton.benchmarks.wire;

import org.jspecify.annotations.NullMarked;

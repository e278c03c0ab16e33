/** Message brokers as processes, for benchmarks that a node is compared in. */
@NullMarked
package io.caxton.benchmarks.brokers;

import org.jspecify.annotations.NullMarked;

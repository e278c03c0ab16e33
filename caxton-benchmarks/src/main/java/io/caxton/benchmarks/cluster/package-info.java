/** Several nodes, each a process of its own, that are one cluster. */
@NullMarked
package io.caxton.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;

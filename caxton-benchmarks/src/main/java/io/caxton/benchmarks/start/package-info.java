/** How soon a node is ready, and what it holds in memory. */
@NullMarked
package io.caxton.benchmarks.start;

import org.jspecify.annotations.NullMarked;

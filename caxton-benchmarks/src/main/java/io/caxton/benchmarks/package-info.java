/** One class for each benchmark, and what they share. */
@NullMarked
package io.caxton.benchmarks;

import org.jspecify.annotations.NullMarked;

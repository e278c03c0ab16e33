/** What membership costs and how fast it is. */
@NullMarked
package io.caxton.benchmarks.swim;

import org.jspecify.annotations.NullMarked;

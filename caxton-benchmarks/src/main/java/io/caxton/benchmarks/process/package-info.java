/** Programs that are measured, each in a process of its own. */
@NullMarked
package io.caxton.benchmarks.process;

import org.jspecify.annotations.NullMarked;

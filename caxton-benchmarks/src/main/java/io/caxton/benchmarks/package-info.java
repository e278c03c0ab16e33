/** The launcher, and what benchmarks share to be asked for and to report. Each benchmark lives in a package below. */
@NullMarked
package io.caxton.benchmarks;

import org.jspecify.annotations.NullMarked;

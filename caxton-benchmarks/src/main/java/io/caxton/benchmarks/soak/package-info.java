/** A node under steady load for a long time: does it grow, does it lose anything? */
@NullMarked
package io.caxton.benchmarks.soak;

import org.jspecify.annotations.NullMarked;

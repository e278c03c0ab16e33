@NullMarked
package io.caxton.benchmarks.soak;

import org.jspecify.annotations.NullMarked;

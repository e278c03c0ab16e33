@NullMarked
package io.caxton.benchmarks;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.caxton.benchmarks.faults;

import org.jspecify.annotations.NullMarked;

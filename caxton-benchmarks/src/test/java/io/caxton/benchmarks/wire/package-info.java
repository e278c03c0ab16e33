@NullMarked
package io.caxton.benchmarks.wire;

import org.jspecify.annotations.NullMarked;

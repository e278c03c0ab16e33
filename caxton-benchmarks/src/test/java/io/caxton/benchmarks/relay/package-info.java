@NullMarked
package io.caxton.benchmarks.relay;

import org.jspecify.annotations.NullMarked;

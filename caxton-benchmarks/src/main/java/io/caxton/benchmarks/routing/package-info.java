/** What a routing decision costs. */
@NullMarked
package io.caxton.benchmarks.routing;

import org.jspecify.annotations.NullMarked;

/** How soon all nodes know what one of them was told. */
@NullMarked
package io.caxton.benchmarks.registry;

import org.jspecify.annotations.NullMarked;

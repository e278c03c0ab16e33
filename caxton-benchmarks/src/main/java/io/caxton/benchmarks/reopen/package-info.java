/** What it costs to open a node's local state again. */
@NullMarked
package io.caxton.benchmarks.reopen;

import org.jspecify.annotations.NullMarked;

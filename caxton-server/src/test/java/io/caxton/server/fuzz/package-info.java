/** Attacks every door of a real node with malformed input, from a seed that can be replayed. */
@NullMarked
package io.caxton.server.fuzz;

import org.jspecify.annotations.NullMarked;

/** The unfinished deliveries of a node in memory, in every order that the engine asks for. */
@NullMarked
package io.caxton.spring.localstate.index;

import org.jspecify.annotations.NullMarked;

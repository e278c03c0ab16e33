/** A program beside the node that asks it whether it is ready. */
@NullMarked
package io.caxton.server.probe;

import org.jspecify.annotations.NullMarked;

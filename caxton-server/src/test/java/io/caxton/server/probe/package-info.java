/** The program that a container engine runs to learn whether the node is ready. */
@NullMarked
package io.caxton.server.probe;

import org.jspecify.annotations.NullMarked;

/** The agents of all nodes: what is known here is told to the others, and what they know is heard. */
@NullMarked
package io.caxton.spring.directory;

import org.jspecify.annotations.NullMarked;

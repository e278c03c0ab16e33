/** The way of a message as spans of a distributed trace. */
@NullMarked
package io.caxton.spring.tracing;

import org.jspecify.annotations.NullMarked;

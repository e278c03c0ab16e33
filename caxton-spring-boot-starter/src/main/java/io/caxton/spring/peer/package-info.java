/** How nodes of a cluster call each other: requests with an answer, authenticated, bounded, over HTTP. */
@NullMarked
package io.caxton.spring.peer;

import org.jspecify.annotations.NullMarked;

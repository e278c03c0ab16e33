/** Messages on their way between nodes: what waits for another node is sent, what others send is taken. */
@NullMarked
package io.caxton.spring.forward;

import org.jspecify.annotations.NullMarked;

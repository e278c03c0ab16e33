/** Messages posted to the URLs of agents that cannot or will not poll. */
@NullMarked
package io.caxton.server.webhook;

import org.jspecify.annotations.NullMarked;

/** Posting of messages. */
@NullMarked
package io.caxton.server.webhook;

import org.jspecify.annotations.NullMarked;

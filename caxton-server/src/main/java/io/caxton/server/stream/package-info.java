/** Server-sent events: a mailbox pushed over a response that does not end. */
@NullMarked
package io.caxton.server.stream;

import org.jspecify.annotations.NullMarked;

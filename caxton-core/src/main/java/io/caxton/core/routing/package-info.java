/** Which mailboxes a message goes to: a function of message, registry and conversation. */
@NullMarked
package io.caxton.core.routing;

import org.jspecify.annotations.NullMarked;

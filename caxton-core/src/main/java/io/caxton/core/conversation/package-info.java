/** Conversations: who takes part, how much may be said, and how they end. */
@NullMarked
package io.caxton.core.conversation;

import org.jspecify.annotations.NullMarked;

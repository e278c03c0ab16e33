package io.caxton.core.conversation;

import java.time.Duration;

/**
 * The bounds of a conversation.
 *
 * @param maxMessages the budget: one more message is refused and the conversation is halted
 * @param maxParticipants how many different agents may take part
 * @param idleTimeout how long nobody may speak before it is expired
 */
public record ConversationPolicy(int maxMessages, int maxParticipants, Duration idleTimeout) {
    public static final ConversationPolicy DEFAULT = new ConversationPolicy(1_000, 100, Duration.ofHours(24));
}

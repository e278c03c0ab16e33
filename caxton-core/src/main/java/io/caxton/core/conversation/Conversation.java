package io.caxton.core.conversation;

import io.caxton.core.agent.AgentName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What ties messages together.
 *
 * @param participants everyone who sent a message or was sent one
 * @param messageCount how many messages it holds, the node's own notices included
 * @param maxMessages its budget: the count at which it is halted
 * @param reason why it is no longer open
 */
public record Conversation(
        String id,
        ConversationState state,
        Set<AgentName> participants,
        int messageCount,
        int maxMessages,
        Instant startedAt,
        Instant lastActivityAt,
        Optional<String> reason) {

    public Conversation {
        participants = Set.copyOf(participants);
    }

    /** A new one, opened by its first message. */
    public static Conversation open(String id, int maxMessages, Instant now) {
        return new Conversation(id, ConversationState.OPEN, Set.of(), 0, maxMessages, now, now, Optional.empty());
    }

    /** The conversation after one more message between these agents. */
    public Conversation plusMessage(Set<AgentName> speakers, Instant now) {
        Set<AgentName> all = new TreeSet<>(participants);
        all.addAll(speakers);
        return new Conversation(id, state, all, messageCount + 1, maxMessages, startedAt, now, reason);
    }

    /** The conversation with these agents, without another message. */
    public Conversation joined(Set<AgentName> others) {
        Set<AgentName> all = new TreeSet<>(participants);
        all.addAll(others);
        return new Conversation(id, state, all, messageCount, maxMessages, startedAt, lastActivityAt, reason);
    }

    /** The conversation ended so. */
    public Conversation ended(ConversationState how, String why, Instant now) {
        return new Conversation(id, how, participants, messageCount, maxMessages, startedAt, now, Optional.of(why));
    }

    /** The conversation taken up again. */
    public Conversation reopened() {
        return new Conversation(
                id,
                ConversationState.OPEN,
                participants,
                messageCount,
                maxMessages,
                startedAt,
                lastActivityAt,
                Optional.empty());
    }

    public boolean isOpen() {
        return state == ConversationState.OPEN;
    }

    public boolean budgetSpent() {
        return messageCount >= maxMessages;
    }
}

package io.caxton.core.storage;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conversations and the instances they stick to. Part of one {@link Transaction}. */
public interface ConversationStore {
    Optional<Conversation> find(String conversationId);

    void save(Conversation conversation);

    /** The instance of an agent name that a conversation sticks to. */
    Optional<String> boundInstance(String conversationId, AgentName agentName);

    /** Every instance that a conversation sticks to, by agent name. */
    Map<AgentName, String> boundInstances(String conversationId);

    void bind(String conversationId, AgentName agentName, String agentId);

    /** Open conversations whose last activity is before this instant, longest idle first. */
    List<Conversation> idleSince(Instant before, int limit);

    /** Removes up to {@code limit} conversations without messages whose last activity is before this instant. */
    int pruneEmpty(Instant before, int limit);
}

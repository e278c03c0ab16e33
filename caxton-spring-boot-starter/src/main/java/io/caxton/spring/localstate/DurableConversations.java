package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.storage.ConversationStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conversations as they are in the file. */
final class DurableConversations implements ConversationStore {
    private final ConversationTable conversations;

    DurableConversations(Session session) {
        this.conversations = new ConversationTable(session);
    }

    @Override
    public Optional<Conversation> find(String conversationId) {
        return conversations.find(conversationId).flatMap(ConversationRow::conversation);
    }

    @Override
    public Optional<String> boundInstance(String conversationId, AgentName agentName) {
        return conversations
                .find(conversationId)
                .flatMap(row -> Optional.ofNullable(row.bindings().get(agentName)));
    }

    @Override
    public Map<AgentName, String> boundInstances(String conversationId) {
        return conversations.find(conversationId).map(ConversationRow::bindings).orElse(Map.of());
    }

    @Override
    public List<Conversation> idleSince(Instant before, int limit) {
        return conversations.idleSince(before, limit);
    }

    @Override
    public void save(Conversation conversation) {
        throw ReadOnly.refused();
    }

    @Override
    public void bind(String conversationId, AgentName agentName, String agentId) {
        throw ReadOnly.refused();
    }

    @Override
    public int pruneEmpty(Instant before, int limit) {
        throw ReadOnly.refused();
    }
}

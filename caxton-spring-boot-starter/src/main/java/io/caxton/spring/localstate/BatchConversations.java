package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.storage.ConversationStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations as the works of a batch see them. */
final class BatchConversations implements ConversationStore {
    private final UnitOfWork unit;

    BatchConversations(UnitOfWork unit) {
        this.unit = unit;
    }

    private ConversationRow row(String id) {
        @Nullable ConversationRow own = unit.current.conversations.get(id);
        @Nullable ConversationRow known = own != null ? own : unit.earlier.conversations.get(id);
        known = known != null ? known : unit.memory.conversations.get(id);
        if (known != null) {
            return known;
        }
        if (unit.memory.conversationIds.isNew(id)) {
            return ConversationRow.unknown(id);
        }
        unit.begin();
        return unit.conversations.find(id).orElseGet(() -> ConversationRow.unknown(id));
    }

    private void save(ConversationRow row) {
        unit.current.conversations.put(row.id(), row);
        unit.memory.conversationIds.add(row.id());
    }

    @Override
    public Optional<Conversation> find(String conversationId) {
        return row(conversationId).conversation();
    }

    @Override
    public void save(Conversation conversation) {
        save(row(conversation.id()).with(conversation));
    }

    @Override
    public Optional<String> boundInstance(String conversationId, AgentName agentName) {
        return Optional.ofNullable(row(conversationId).bindings().get(agentName));
    }

    @Override
    public Map<AgentName, String> boundInstances(String conversationId) {
        return row(conversationId).bindings();
    }

    @Override
    public void bind(String conversationId, AgentName agentName, String agentId) {
        save(row(conversationId).bound(agentName, agentId));
    }

    @Override
    public List<Conversation> idleSince(Instant before, int limit) {
        unit.settle();
        return unit.conversations.idleSince(before, limit);
    }

    @Override
    public int pruneEmpty(Instant before, int limit) {
        unit.settle();
        List<String> empty = unit.conversations.empty(before, limit);
        for (String id : empty) {
            unit.memory.conversations.remove(id);
            unit.conversations.delete(id);
        }
        return empty.size();
    }
}

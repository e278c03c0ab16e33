package io.caxton.core.storage;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Conversations in maps. */
final class InMemoryConversationStore implements ConversationStore {
    private record Binding(String conversationId, AgentName agentName) {}

    private final UndoLog undo;
    private final InMemoryMessageStore messages;
    private final Map<String, Conversation> byId = new HashMap<>();
    private final Map<Binding, String> bindings = new HashMap<>();

    InMemoryConversationStore(UndoLog undo, InMemoryMessageStore messages) {
        this.undo = undo;
        this.messages = messages;
    }

    @Override
    public Optional<Conversation> find(String conversationId) {
        return Optional.ofNullable(byId.get(conversationId));
    }

    @Override
    public void save(Conversation conversation) {
        undo.put(byId, conversation.id(), Optional.of(conversation));
    }

    @Override
    public Optional<String> boundInstance(String conversationId, AgentName agentName) {
        return Optional.ofNullable(bindings.get(new Binding(conversationId, agentName)));
    }

    @Override
    public Map<AgentName, String> boundInstances(String conversationId) {
        return bindings.entrySet().stream()
                .filter(binding -> binding.getKey().conversationId().equals(conversationId))
                .collect(Collectors.toMap(binding -> binding.getKey().agentName(), Map.Entry::getValue));
    }

    @Override
    public void bind(String conversationId, AgentName agentName, String agentId) {
        undo.put(bindings, new Binding(conversationId, agentName), Optional.of(agentId));
    }

    @Override
    public List<Conversation> idleSince(Instant before, int limit) {
        return byId.values().stream()
                .filter(c -> c.isOpen() && c.lastActivityAt().isBefore(before))
                .sorted(Comparator.comparing(Conversation::lastActivityAt).thenComparing(Conversation::id))
                .limit(limit)
                .toList();
    }

    @Override
    public int pruneEmpty(Instant before, int limit) {
        List<String> due = byId.values().stream()
                .filter(c -> c.lastActivityAt().isBefore(before) && messages.isEmpty(c.id()))
                .map(Conversation::id)
                .sorted()
                .limit(limit)
                .toList();
        due.forEach(id -> {
            undo.put(byId, id, Optional.empty());
            bindings.keySet().stream()
                    .filter(b -> b.conversationId().equals(id))
                    .toList()
                    .forEach(b -> undo.put(bindings, b, Optional.empty()));
        });
        return due.size();
    }
}

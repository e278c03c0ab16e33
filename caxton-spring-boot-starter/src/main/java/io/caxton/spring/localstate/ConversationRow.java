package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A conversation with the instances it sticks to; either may be unknown. */
record ConversationRow(String id, Optional<Conversation> conversation, Map<AgentName, String> bindings) {
    static ConversationRow unknown(String id) {
        return new ConversationRow(id, Optional.empty(), Map.of());
    }

    ConversationRow with(Conversation changed) {
        return new ConversationRow(id, Optional.of(changed), bindings);
    }

    ConversationRow bound(AgentName name, String agentId) {
        if (bindings.isEmpty()) {
            return new ConversationRow(id, conversation, Map.of(name, agentId));
        }
        Map<AgentName, String> all = new TreeMap<>(bindings);
        all.put(name, agentId);
        return new ConversationRow(id, conversation, all);
    }
}

package io.caxton.core.storage;

import io.caxton.core.agent.AgentInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Agents in a map. */
final class InMemoryAgentStore implements AgentStore {
    private final UndoLog undo;
    private final Map<String, AgentInstance> byId = new TreeMap<>();

    InMemoryAgentStore(UndoLog undo) {
        this.undo = undo;
    }

    @Override
    public List<AgentInstance> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public void save(AgentInstance agent) {
        undo.put(byId, agent.agentId(), Optional.of(agent));
    }

    @Override
    public void remove(String agentId) {
        undo.put(byId, agentId, Optional.empty());
    }
}

package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.storage.AgentStore;
import java.util.List;

/** Agents as they are in the file. */
final class DurableAgents implements AgentStore {
    private final AgentTable agents;

    DurableAgents(Session session) {
        this.agents = new AgentTable(session);
    }

    @Override
    public List<AgentInstance> all() {
        return agents.all();
    }

    @Override
    public void save(AgentInstance agent) {
        throw ReadOnly.refused();
    }

    @Override
    public void remove(String agentId) {
        throw ReadOnly.refused();
    }
}

package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.storage.AgentStore;
import java.util.List;

/** Agents come and go seldom: they are written at once. */
final class BatchAgents implements AgentStore {
    private final UnitOfWork unit;
    private final AgentTable agents;

    BatchAgents(UnitOfWork unit, AgentTable agents) {
        this.unit = unit;
        this.agents = agents;
    }

    @Override
    public List<AgentInstance> all() {
        unit.begin();
        return agents.all();
    }

    @Override
    public void save(AgentInstance agent) {
        unit.settle();
        agents.save(agent);
    }

    @Override
    public void remove(String agentId) {
        unit.settle();
        agents.remove(agentId);
    }
}

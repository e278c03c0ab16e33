package io.caxton.core.storage;

import io.caxton.core.agent.AgentInstance;
import java.util.List;

/** The instances registered at this node. Part of one {@link Transaction}. */
public interface AgentStore {
    List<AgentInstance> all();

    void save(AgentInstance agent);

    void remove(String agentId);
}

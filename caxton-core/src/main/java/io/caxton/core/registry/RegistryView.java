package io.caxton.core.registry;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** What routing may know about agents. Safe to read from any thread. */
public interface RegistryView {
    Optional<AgentInstance> find(String agentId);

    /** All instances of a name whatever their status, by agent id; empty if the name is unknown. */
    List<AgentInstance> named(AgentName name);

    /** All instances that offer a capability of this name, in any version and status, by agent id. */
    List<AgentInstance> offering(String capabilityName);

    /** The instances of a name to pick from; empty if the name is unknown. */
    Pool pool(AgentName name);

    /** The instances that answer a request for this capability. */
    Pool pool(Capability wanted);

    /** Every instance, by agent id. */
    List<AgentInstance> all();

    int size();

    /** Every agent name known. */
    SortedSet<AgentName> names();

    /** Every capability name with the versions offered of it; an offer without version counts as none. */
    SortedMap<String, SortedSet<String>> capabilities();
}

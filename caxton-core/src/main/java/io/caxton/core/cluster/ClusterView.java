package io.caxton.core.cluster;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.registry.Pool;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The agents of all nodes, this one's too, each id once. Safe to read from any thread while the registry is written; a reader
 * may see part of a larger change.
 */
public interface ClusterView {
    /** Of a node that knows no other. */
    ClusterView NONE = new NoCluster();

    /** The agent with this id, wherever it is. */
    Optional<ClusterAgent> find(String agentId);

    /** The instances of a name to pick from, those that cannot be reached among those that take no traffic. */
    Pool pool(AgentName name);

    /** The instances that answer a request for this capability, in the same order. */
    Pool pool(Capability wanted);

    /**
     * Up to {@code limit} agents whose id comes after this one, by id.
     *
     * @param after empty for the first page
     * @param onlyReachable passes over those whose node has failed
     */
    List<ClusterAgent> page(String after, int limit, boolean onlyReachable);

    /** The same of one name. */
    List<ClusterAgent> page(AgentName name, String after, int limit, boolean onlyReachable);

    /** The same of those that answer a request for this capability. */
    List<ClusterAgent> page(Capability wanted, String after, int limit, boolean onlyReachable);

    /** Every agent name known; made when asked, in time for all there are. */
    SortedSet<AgentName> names();

    /** Every capability name with the versions offered of it; an offer without version counts as none. Made when asked. */
    SortedMap<String, SortedSet<String>> capabilities();

    /** How many agents there are. */
    int size();
}

package io.caxton.core.routing;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.cluster.AgentProfile;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.cluster.ClusterView;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.registry.RegistryView;
import io.caxton.core.routing.RoutingDecision.Target;
import java.util.Comparator;
import java.util.Optional;

/**
 * Who takes traffic, here or at another node, while one message is routed. Of this node's own agents the registry says
 * what is true, of the others the view of the cluster.
 *
 * @param self this node, whose entries in the view are passed over
 * @param notAt a node that is passed over too, because it has just said that it does not have the agent
 * @param draining whether this node's own are passed over where another node has somebody of the same name
 */
record Neighbours(
        RegistryView registry,
        ClusterView cluster,
        String self,
        RoutingFacts facts,
        Optional<String> notAt,
        boolean draining) {

    boolean knows(AgentName name) {
        return !registry.pool(name).isEmpty() || !cluster.pool(name).isEmpty();
    }

    /** An agent of another node. */
    private Optional<ClusterAgent> elsewhere(String agentId) {
        return cluster.find(agentId).filter(agent -> !agent.nodeId().equals(self));
    }

    /** Whether something new can be sent to this agent of another node. */
    boolean takesElsewhere(String agentId) {
        return elsewhere(agentId)
                .filter(agent -> agent.effectiveStatus().takesTraffic())
                .filter(agent -> notAt.filter(agent.nodeId()::equals).isEmpty())
                .isPresent();
    }

    boolean takesHere(String agentId) {
        return registry.find(agentId)
                .filter(a -> a.status().takesTraffic() && !isMovable(a.name()))
                .isPresent();
    }

    /** Whether this node drains and somebody of this name takes traffic at another. */
    boolean isMovable(AgentName name) {
        return draining
                && cluster.pool(name).pick(size -> 0, this::takesElsewhere).isPresent();
    }

    boolean takes(String agentId) {
        return takesHere(agentId) || takesElsewhere(agentId);
    }

    Optional<AgentName> nameOf(String agentId) {
        return registry.find(agentId)
                .map(AgentInstance::name)
                .or(() -> elsewhere(agentId).map(ClusterAgent::profile).map(AgentProfile::name));
    }

    boolean offers(String agentId, Capability wanted) {
        return registry.find(agentId)
                .map(a -> a.offers(wanted))
                .orElseGet(() -> elsewhere(agentId)
                        .filter(a -> a.profile().offers(wanted))
                        .isPresent());
    }

    /** Where an agent gets its messages; empty if nobody has it. */
    Optional<Target> target(String agentId) {
        return registry.find(agentId)
                .map(a -> new Target(a.name(), Optional.of(agentId)))
                .or(() -> elsewhere(agentId)
                        .map(a -> new Target(a.profile().name(), Optional.of(agentId), Optional.of(a.nodeId()))));
    }

    /** The instance of a name that the conversation sticks to, if it takes traffic. */
    Optional<Target> bound(AgentName name) {
        return facts.boundInstance(name)
                .filter(this::takes)
                .flatMap(this::target)
                .filter(t -> t.agentName().equals(name));
    }

    /** Of this node's own: the fewest waiting messages, then the lowest load. */
    Comparator<String> byBacklog() {
        return Comparator.<String>comparingInt(facts::backlog)
                .thenComparingDouble(
                        id -> registry.find(id).map(AgentInstance::load).orElse(Double.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder());
    }

    /** Of all nodes': the least filled, those of this node first. */
    Comparator<String> byFill() {
        return Comparator.<String>comparingDouble(this::fill)
                .thenComparing(id -> registry.find(id).isEmpty())
                .thenComparing(Comparator.naturalOrder());
    }

    /**
     * What an agent has waiting or in work, in shares of what it takes at once, and its load as it last said. Of an agent
     * elsewhere only what this node has sent to that node and not heard the end of is known.
     */
    private double fill(String agentId) {
        return registry.find(agentId)
                .map(a -> (double) facts.backlog(agentId) / a.maxInFlight() + a.load())
                .or(() -> elsewhere(agentId)
                        .map(a -> (double) facts.backlog(Outbox.of(a.nodeId()))
                                        / a.profile().maxInFlight()
                                + (double) a.profile().load() / AgentProfile.FULL))
                .orElse(Double.MAX_VALUE);
    }
}

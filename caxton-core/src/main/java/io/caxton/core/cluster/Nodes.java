package io.caxton.core.cluster;

import io.caxton.core.cluster.KnownNode.Presence;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The other nodes, within bounds: strangers make room for members. To be guarded by its owner. */
final class Nodes {
    private final ClusterLimits limits;
    private final Map<String, KnownNode> nodes = new TreeMap<>();
    private int strangers;
    private long agents;
    private long weight;

    Nodes(ClusterLimits limits) {
        this.limits = limits;
    }

    Optional<KnownNode> find(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    Collection<KnownNode> all() {
        return nodes.values();
    }

    List<KnownNode> strangers() {
        return nodes.values().stream().filter(KnownNode::isStranger).toList();
    }

    /** The member that failed or left first; empty if none has. */
    Optional<KnownNode> longestGone() {
        return nodes.values().stream().filter(KnownNode::isGone).min(Comparator.comparing(KnownNode::presenceSince));
    }

    /** Whether one more may be added. */
    boolean hasRoomFor(Presence presence) {
        return nodes.size() < limits.maxNodes() && (presence != Presence.STRANGER || strangers < limits.maxStrangers());
    }

    KnownNode add(String id, Presence presence, Instant now) {
        KnownNode node = new KnownNode(id, presence, now);
        nodes.put(id, node);
        strangers += presence == Presence.STRANGER ? 1 : 0;
        return node;
    }

    void become(KnownNode node, Presence presence, Instant now) {
        strangers += (presence == Presence.STRANGER ? 1 : 0) - (node.isStranger() ? 1 : 0);
        node.become(presence, now);
    }

    void remove(KnownNode node) {
        @Nullable KnownNode gone = nodes.remove(node.id());
        if (gone != null) {
            strangers -= gone.isStranger() ? 1 : 0;
            agents -= gone.agents();
            weight -= gone.weight();
        }
    }

    /** Changes what is known of a node's agents, and counts. */
    void change(KnownNode node, Consumer<KnownNode> change) {
        agents -= node.agents();
        weight -= node.weight();
        change.accept(node);
        agents += node.agents();
        weight += node.weight();
    }

    /**
     * Why what is known of a node must not grow by this; empty if it may.
     *
     * @param replica what would grow; empty for a copy that begins
     */
    Optional<String> refusal(Optional<Replica> replica, Delta delta) {
        Replica grows = replica.orElseGet(() -> new Replica(delta.origin(), delta.epoch(), 0, Instant.EPOCH));
        int more = grows.agentsMoreWith(delta);
        if (more > 0 && grows.agents() + more > limits.maxAgentsPerNode()) {
            return Optional.of("a node has at most " + limits.maxAgentsPerNode() + " agents");
        }
        long heavier = grows.weightMoreWith(delta);
        if (heavier > 0 && grows.weight() + heavier > limits.maxBytesPerNode()) {
            return Optional.of("the agents of a node take at most " + limits.maxBytesPerNode() + " bytes");
        }
        return isTooMuch(more, heavier)
                ? Optional.of("the cluster has at most " + limits.maxAgents() + " agents of " + limits.maxBytes()
                        + " bytes in all")
                : Optional.empty();
    }

    private boolean isTooMuch(int more, long heavier) {
        return (more > 0 && agents + more > limits.maxAgents())
                || (heavier > 0 && weight + heavier > limits.maxBytes());
    }

    ClusterFigures figures(Departed departed, int contested) {
        long tombstones = nodes.values().stream()
                .mapToLong(node -> node.shown().map(Replica::tombstones).orElse(0)
                        + node.incoming().map(Replica::tombstones).orElse(0))
                .sum();
        return new ClusterFigures(nodes.size(), strangers, departed.size(), agents, weight, tombstones, contested);
    }
}

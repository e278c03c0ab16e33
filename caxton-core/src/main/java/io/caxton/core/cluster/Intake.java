package io.caxton.core.cluster;

import io.caxton.core.cluster.KnownNode.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what others say of their agents, in order and without holes, and shows it. To be guarded by its owner. */
final class Intake {
    private final ClusterLimits limits;
    private final Nodes nodes;
    private final Departed departed;
    private final Directory directory;

    Intake(ClusterLimits limits, Nodes nodes, Departed departed, Directory directory) {
        this.limits = limits;
        this.nodes = nodes;
        this.departed = departed;
        this.directory = directory;
    }

    Applied apply(Delta delta, Instant now) {
        if (departed.covers(delta.origin(), delta.epoch())) {
            return Applied.refused("the node is gone", List.of());
        }
        Optional<KnownNode> known = nodes.find(delta.origin());
        Optional<Replica> goesOn = known.flatMap(node -> continued(node, delta));
        boolean begins =
                goesOn.isEmpty() && known.map(node -> node.wantsCopy(delta)).orElse(delta.after() == 0);
        if (goesOn.isEmpty() && !begins) {
            return known.filter(node -> node.knows(delta)).isPresent() ? Applied.known() : Applied.hole();
        }
        List<ClusterEvent> events = new ArrayList<>();
        if (known.isEmpty() && !nodes.hasRoomFor(Presence.STRANGER)) {
            return Applied.refused("too many nodes that are not members", events);
        }
        Optional<String> refusal = nodes.refusal(goesOn, delta);
        if (refusal.isPresent() && known.filter(node -> !node.isStranger()).isPresent()) {
            nodes.strangers().forEach(stranger -> forget(stranger, events));
            refusal = nodes.refusal(goesOn, delta);
        }
        if (refusal.isPresent()) {
            return Applied.refused(refusal.get(), events);
        }
        KnownNode node = known.orElseGet(() -> nodes.add(delta.origin(), Presence.STRANGER, now));
        nodes.change(node, n -> take(n, goesOn, delta, now, events));
        return Applied.taken(events);
    }

    private static Optional<Replica> continued(KnownNode node, Delta delta) {
        return node.shown()
                .filter(replica -> goesOn(replica, delta))
                .or(() -> node.incoming().filter(copy -> goesOn(copy, delta)));
    }

    private static boolean goesOn(Replica replica, Delta delta) {
        return delta.upTo() > replica.counter() && replica.continuesWith(delta);
    }

    private void take(KnownNode node, Optional<Replica> goesOn, Delta delta, Instant now, List<ClusterEvent> events) {
        Replica replica = goesOn.orElseGet(() -> node.receive(delta, now));
        List<ClusterEntry> news = replica.take(delta, now);
        if (node.shown().filter(shown -> shown == replica).isPresent()) {
            news.forEach(entry -> show(node, entry, events));
            dropOvertakenCopy(node, replica);
        } else if (replica.isComplete()) {
            showCopy(node, replica, events);
        }
        replica.forgetTombstones(Instant.MIN, limits.maxTombstones());
    }

    private static void dropOvertakenCopy(KnownNode node, Replica shown) {
        node.incoming()
                .filter(copy -> copy.epoch() == shown.epoch() && copy.floor() <= shown.counter())
                .ifPresent(copy -> node.giveUpCopy());
    }

    /** What is in both does not vanish in between. */
    private void showCopy(KnownNode node, Replica copy, List<ClusterEvent> events) {
        List<ClusterEntry> before =
                node.shown().map(old -> List.copyOf(old.entries())).orElse(List.of());
        node.showCopy();
        copy.entries().forEach(entry -> show(node, entry, events));
        for (ClusterEntry entry : before) {
            if (!entry.isTombstone() && copy.find(entry.agentId()).isEmpty()) {
                directory.remove(node.id(), entry.agentId(), events);
            }
        }
    }

    private void show(KnownNode node, ClusterEntry entry, List<ClusterEvent> events) {
        entry.profile()
                .ifPresentOrElse(
                        profile -> directory.put(
                                new ClusterAgent(profile, node.id(), entry.fence(), node.isReachable()), events),
                        () -> directory.remove(node.id(), entry.agentId(), events));
    }

    /** Shows all agents of a node again, after it became reachable or ceased to be. */
    void showAgain(KnownNode node) {
        List<ClusterEvent> none = new ArrayList<>();
        node.shown().ifPresent(replica -> replica.entries().forEach(entry -> show(node, entry, none)));
    }

    /** Forgets a node and its agents. */
    void forget(KnownNode node, List<ClusterEvent> events) {
        nodes.remove(node);
        node.shown()
                .ifPresent(replica ->
                        replica.entries().forEach(entry -> directory.remove(node.id(), entry.agentId(), events)));
        events.add(new ClusterEvent.NodeForgotten(node.id()));
    }
}

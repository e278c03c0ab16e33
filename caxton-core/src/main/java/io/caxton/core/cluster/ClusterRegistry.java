package io.caxton.core.cluster;

import io.caxton.core.cluster.ClusterEvent.NodeReachable;
import io.caxton.core.cluster.ClusterEvent.NodeUnreachable;
import io.caxton.core.cluster.ClusterEvent.OwnEpochSpent;
import io.caxton.core.cluster.KnownNode.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The agents of all nodes, as one of them knows them. Each node alone writes its own; what the others lack is found by
 * comparing digests and sent in deltas, by whoever has it (R. van Renesse, D. Dumitriu, V. Gough, C. Thomas: Efficient
 * Reconciliation and Flow Control for Anti-Entropy Protocols, LADIS 2008). Nodes that have exchanged everything know the same,
 * in whatever order it came.
 *
 * <p>Does no I/O and knows no time but what it is told. Safe for use by several threads; the view can be read meanwhile.
 */
public final class ClusterRegistry {
    private final String self;
    private final ClusterLimits limits;
    private final RandomGenerator random;
    private final OwnAgents own;
    private final Nodes nodes;
    private final Departed departed;
    private final Directory directory;
    private final Intake intake;

    /**
     * A node that starts.
     *
     * @param epoch higher than in any run before, also if that has left no trace here: time does for that
     * @param restored its agents from before, which others go on to show until they have all of these
     * @throws IllegalArgumentException if the id or the epoch breaks its bound
     */
    public ClusterRegistry(
            String self,
            long epoch,
            Collection<OwnAgent> restored,
            ClusterLimits limits,
            RandomGenerator random,
            Instant now) {
        Rules.id("node id", self);
        this.self = self;
        this.limits = limits;
        this.random = random;
        this.own = new OwnAgents(self, epoch, restored, now);
        this.nodes = new Nodes(limits);
        this.departed = new Departed(limits.maxNodes());
        this.directory = new Directory(self);
        this.intake = new Intake(limits, nodes, departed, directory);
        List<ClusterEvent> nobodyListens = new ArrayList<>();
        restored.forEach(
                agent -> directory.put(new ClusterAgent(agent.profile(), self, agent.fence(), true), nobodyListens));
    }

    /** What routing reads, from any thread. */
    public ClusterView view() {
        return directory;
    }

    /**
     * An agent is registered here, or says something else of itself; nothing happens if it says the same. If another node has
     * one of this id with a lower fencing number, it moves here; with a higher one, it stays there.
     *
     * @param fence kept with it; {@link #nextFence} when it registers with an id that another node may have
     * @throws IllegalStateException if this node has as many agents as others would take
     */
    public synchronized List<ClusterEvent> put(Instant now, AgentProfile profile, long fence) {
        List<ClusterEvent> events = new ArrayList<>();
        Optional<ClusterEntry> mine = own.find(profile.agentId());
        if (mine.isEmpty() && own.replica().agents() >= limits.maxAgentsPerNode()) {
            throw new IllegalStateException("a node has at most " + limits.maxAgentsPerNode() + " agents");
        }
        if (mine.filter(entry -> entry.fence() == fence && entry.profile().equals(Optional.of(profile)))
                .isEmpty()) {
            directory.put(own.put(profile, fence, now), events);
        }
        return events;
    }

    /** The fencing number with which this node wins an agent, as far as is known here. */
    public synchronized long nextFence(String agentId) {
        return Math.min(highestFence(agentId) + 1, Rules.MAX_NUMBER);
    }

    /** Removals count too: who registers after one must win over those who have not heard of it. */
    private long highestFence(String agentId) {
        Stream<Replica> replicas =
                Stream.concat(Stream.of(own.replica()), nodes.all().stream().flatMap(node -> node.shown().stream()));
        return replicas.flatMap(replica -> replica.find(agentId).stream())
                .mapToLong(ClusterEntry::fence)
                .max()
                .orElse(0);
    }

    /** An agent of this node is gone; nothing happens if it is not here. */
    public synchronized List<ClusterEvent> remove(Instant now, String agentId) {
        List<ClusterEvent> events = new ArrayList<>();
        own.find(agentId).ifPresent(entry -> {
            own.remove(entry, now);
            own.replica().forgetTombstones(Instant.MIN, limits.maxTombstones());
            directory.remove(self, agentId, events);
        });
        return events;
    }

    /**
     * Begins another epoch with the agents that are here.
     *
     * @throws IllegalArgumentException if somebody may know this epoch already
     */
    public synchronized void beginEpoch(Instant now, long epoch) {
        own.beginEpoch(epoch, now);
    }

    /** The lowest epoch that can begin. */
    public synchronized long freeEpoch() {
        return own.freeEpoch();
    }

    /**
     * Membership says that a node is alive.
     *
     * @param epoch of that node; 0 if membership does not know
     */
    public synchronized List<ClusterEvent> nodeSeen(Instant now, String nodeId, long epoch) {
        List<ClusterEvent> events = new ArrayList<>();
        if (!nodeId.equals(self) && departed.welcome(nodeId, epoch)) {
            member(nodeId, Presence.ALIVE, now, events).ifPresent(node -> node.isInEpoch(epoch));
        }
        return events;
    }

    /** Membership says that a node has failed. */
    public synchronized List<ClusterEvent> nodeFailed(Instant now, String nodeId) {
        List<ClusterEvent> events = new ArrayList<>();
        if (!nodeId.equals(self) && !departed.has(nodeId)) {
            member(nodeId, Presence.FAILED, now, events);
        }
        return events;
    }

    private Optional<KnownNode> member(String nodeId, Presence presence, Instant now, List<ClusterEvent> events) {
        Rules.id("node id", nodeId);
        Optional<KnownNode> known = nodes.find(nodeId);
        if (known.isEmpty() && !nodes.hasRoomFor(presence)) {
            nodes.strangers().forEach(stranger -> intake.forget(stranger, events));
            if (!nodes.hasRoomFor(presence)) {
                return known;
            }
        }
        KnownNode node = known.orElseGet(() -> nodes.add(nodeId, Presence.STRANGER, now));
        boolean before = node.isReachable();
        nodes.become(node, presence);
        if (before != node.isReachable()) {
            intake.showAgain(node);
            events.add(before ? new NodeUnreachable(nodeId) : new NodeReachable(nodeId));
        }
        return Optional.of(node);
    }

    /** A node has left on its own will: its agents are forgotten. */
    public synchronized List<ClusterEvent> nodeLeft(Instant now, String nodeId) {
        return depart(now, nodeId);
    }

    /** A node has been gone for too long: its agents are forgotten. */
    public synchronized List<ClusterEvent> nodeReaped(Instant now, String nodeId) {
        return depart(now, nodeId);
    }

    private List<ClusterEvent> depart(Instant now, String nodeId) {
        List<ClusterEvent> events = new ArrayList<>();
        nodes.find(nodeId).ifPresent(node -> {
            departed.add(nodeId, node.epoch(), now);
            intake.forget(node, events);
        });
        return events;
    }

    /** What is known here, for another node to answer with what it knows more. */
    public synchronized Digest digest() {
        return new Digest(
                Stream.of(Stream.of(own.replica().line()), nodes.all().stream().map(KnownNode::line), departedLines())
                        .flatMap(lines -> lines)
                        .toList());
    }

    private Stream<Digest.Line> departedLines() {
        return departed.lines().filter(line -> nodes.find(line.origin()).isEmpty());
    }

    /**
     * What another node lacks, from the oldest on, within the bounds of one answer; its next digest asks for the rest. Begins
     * with any node, so that none always comes last. Nothing is told of nodes that membership has not told of.
     */
    public synchronized List<Delta> answer(Digest theirs) {
        Map<String, Digest.Line> lines = new HashMap<>();
        theirs.lines().forEach(line -> lines.put(line.origin(), line));
        List<Replica> told = new ArrayList<>();
        told.add(own.replica());
        nodes.all().stream()
                .filter(node -> !node.isStranger())
                .forEach(node -> node.shown().ifPresent(told::add));
        DeltaBudget budget = new DeltaBudget(limits);
        List<Delta> answer = new ArrayList<>();
        int first = random.nextInt(told.size());
        for (int i = 0; i < told.size(); i++) {
            Replica replica = told.get((first + i) % told.size());
            String origin = replica.line().origin();
            Digest.Line line = lines.getOrDefault(origin, new Digest.Line(origin, 0, 0, 0));
            replica.missingAt(line, budget).ifPresent(answer::add);
        }
        return answer;
    }

    /** Whether another node knows what is not known here. */
    public synchronized boolean isBehind(Digest theirs) {
        return theirs.lines().stream().anyMatch(this::isAhead);
    }

    private boolean isAhead(Digest.Line theirs) {
        if (theirs.isForgotten()
                || theirs.counter() < theirs.floor()
                || theirs.origin().equals(self)
                || departed.covers(theirs.origin(), theirs.epoch())) {
            return false;
        }
        Optional<Digest.Line> ours = nodes.find(theirs.origin()).map(KnownNode::line);
        return ours.isEmpty()
                || theirs.epoch() > ours.get().epoch()
                || (theirs.epoch() == ours.get().epoch()
                        && theirs.counter() > ours.get().counter());
    }

    /** Hears what another node knows, of which only what it knows of this node matters. */
    public synchronized List<ClusterEvent> heard(Digest theirs) {
        List<ClusterEvent> events = new ArrayList<>();
        theirs.lines().stream()
                .filter(line -> line.origin().equals(self))
                .forEach(line -> noteOwn(line.epoch(), line.isForgotten() ? 0 : line.counter(), events));
        return events;
    }

    private void noteOwn(long epoch, long counter, List<ClusterEvent> events) {
        if (own.note(epoch, counter)) {
            events.add(new OwnEpochSpent(own.freeEpoch()));
        }
    }

    /** Whether this node speaks for these agents. */
    boolean isOwn(Delta delta) {
        return delta.origin().equals(self);
    }

    /** The number of the last change here. */
    public synchronized long ownCounter() {
        return own.replica().counter();
    }

    /** This node's changes after a counter, to be pushed to others at once; empty if there are none. */
    public synchronized Optional<Delta> ownChanges(long after) {
        Replica replica = own.replica();
        Digest.Line line = new Digest.Line(self, replica.epoch(), after, 0);
        return replica.missingAt(line, new DeltaBudget(limits));
    }

    /** Takes what another node says, of its agents or those of a third. */
    public synchronized Applied apply(Instant now, Delta delta) {
        if (isOwn(delta)) {
            List<ClusterEvent> events = new ArrayList<>();
            noteOwn(delta.epoch(), delta.known(), events);
            return Applied.refused("nobody else speaks for this node's agents", events);
        }
        return intake.apply(delta, now);
    }

    /** Forgets what is too old: removals, copies whose rest does not come, nodes that membership does not tell of. */
    public synchronized List<ClusterEvent> tick(Instant now) {
        List<ClusterEvent> events = new ArrayList<>();
        Instant oldRemovals = now.minus(limits.tombstoneAge());
        own.replica().forgetTombstones(oldRemovals, limits.maxTombstones());
        for (KnownNode node : List.copyOf(nodes.all())) {
            nodes.change(node, n -> forgetOld(n, now, oldRemovals));
            if (node.isStranger() && isOver(node.since(), limits.strangerAge(), now)) {
                departed.add(node.id(), node.epoch(), now);
                intake.forget(node, events);
            }
        }
        departed.forget(now.minus(limits.departedAge()));
        return events;
    }

    private void forgetOld(KnownNode node, Instant now, Instant oldRemovals) {
        node.shown().ifPresent(replica -> replica.forgetTombstones(oldRemovals, limits.maxTombstones()));
        node.incoming()
                .filter(copy -> isOver(copy.progressAt(), limits.copyPatience(), now))
                .ifPresent(copy -> node.giveUpCopy());
    }

    private static boolean isOver(Instant since, Duration age, Instant now) {
        return !since.plus(age).isAfter(now);
    }

    /** When {@link #tick} has something to do, if nothing else happens. */
    public synchronized Optional<Instant> nextDeadline() {
        Stream<Instant> ofNodes = nodes.all().stream().flatMap(this::deadlines);
        Stream<Instant> others = Stream.concat(
                own.replica().oldestTombstone().map(at -> at.plus(limits.tombstoneAge())).stream(),
                departed.oldest().map(at -> at.plus(limits.departedAge())).stream());
        return Stream.concat(ofNodes, others).min(Instant::compareTo);
    }

    private Stream<Instant> deadlines(KnownNode node) {
        Stream<Instant> stranger =
                node.isStranger() ? Stream.of(node.since().plus(limits.strangerAge())) : Stream.empty();
        Stream<Instant> removal =
                node.shown().flatMap(Replica::oldestTombstone).stream().map(at -> at.plus(limits.tombstoneAge()));
        Stream<Instant> copy =
                node.incoming().stream().map(replica -> replica.progressAt().plus(limits.copyPatience()));
        return Stream.of(stranger, removal, copy).flatMap(at -> at);
    }

    /** How many agents a node has, as far as is known here; 0 if nothing is. */
    public synchronized int agentsOf(String nodeId) {
        return replica(nodeId).map(Replica::agents).orElse(0);
    }

    /** How much is known. */
    public synchronized ClusterFigures figures() {
        return nodes.figures(departed, directory.contested());
    }

    /** What is shown of another node, or all that is here of this one; for tests. */
    synchronized Optional<Replica> replica(String nodeId) {
        return nodeId.equals(self)
                ? Optional.of(own.replica())
                : nodes.find(nodeId).flatMap(KnownNode::shown);
    }
}

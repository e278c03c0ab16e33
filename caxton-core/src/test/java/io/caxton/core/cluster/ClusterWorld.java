package io.caxton.core.cluster;

import static io.caxton.core.cluster.Registered.register;
import static io.caxton.core.cluster.Registered.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentStatus;
import io.caxton.core.cluster.Applied.Outcome;
import io.caxton.core.cluster.ClusterEvent.OwnEpochSpent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Some nodes that register, move and remove agents, exchange digests and deltas as bytes over a network that loses, repeats
 * and reorders, fail, leave, and start again with or without their data. What each shows is checked after every step.
 */
final class ClusterWorld {
    /** Ways in which the network cheats, so that each check is seen to find something. */
    enum Sabotage {
        NONE,
        WITHOUT_REMOVALS,
        WITHOUT_SOME,
        OLD_CONTENT,
        OTHER_FENCES,
        OLD_EPOCHS
    }

    /** What happened, to see that it did. */
    enum Happening {
        MOVED,
        COPIED,
        HOLES,
        RESTARTED,
        RESTARTED_EMPTY,
        EPOCH_SPENT,
        FAILED,
        LEFT,
        FORGOTTEN,
        REMOVED,
        LARGER_THAN_AN_ANSWER
    }

    static final ClusterLimits LIMITS = new ClusterLimits(
            16,
            4,
            200,
            AgentProfile.MAX_BYTES,
            1_000,
            4L << 20,
            6,
            5,
            4_000,
            Duration.ofSeconds(200),
            Duration.ofSeconds(100),
            Duration.ofSeconds(20),
            Duration.ofSeconds(400));

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Packet(int to, int from, boolean digest, byte[] bytes) {}

    private final Random random;
    private final Sabotage sabotage;
    private final History history = new History();
    private final List<ClusterRegistry> nodes = new ArrayList<>();
    private final List<Packet> network = new ArrayList<>();
    private final Set<Integer> down = new HashSet<>();
    private final Map<String, Long> pushed = new HashMap<>();
    private final Map<String, long[]> versions = new HashMap<>();
    private final Map<Happening, Integer> happenings = new EnumMap<>(Happening.class);
    private long clock = 10_000;
    private long wrongClock = 10_000;
    private Instant now = Profiles.NOON;
    private int nextAgent;

    ClusterWorld(long seed, int size, Sabotage sabotage) {
        this.random = new Random(seed);
        this.sabotage = sabotage;
        for (int i = 0; i < size; i++) {
            nodes.add(new ClusterRegistry(name(i), clock, List.of(), LIMITS, random, now));
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                nodes.get(i).nodeSeen(now, name(j), clock);
            }
        }
        check();
    }

    Map<Happening, Integer> happenings() {
        return happenings;
    }

    private static String name(int node) {
        return "node-" + node;
    }

    private void count(Happening happening) {
        happenings.merge(happening, 1, Integer::sum);
    }

    void step() {
        now = now.plusMillis(random.nextInt(1_000));
        int node = random.nextInt(nodes.size());
        int other = random.nextInt(nodes.size());
        int dice = random.nextInt(1_000);
        if (dice < 8) {
            flip(node);
        } else if (dice < 14) {
            reap(node, other);
        } else if (!down.contains(node)) {
            act(node, other, dice);
        }
        check();
    }

    private void act(int node, int other, int dice) {
        ClusterRegistry registry = nodes.get(node);
        if (dice < 150) {
            String id = random.nextInt(3) == 0 ? anyAgent() : "agent-" + nextAgent++ % 60;
            events(node, register(registry, now, Profiles.profile(id)).events());
        } else if (dice < 250) {
            String id = anyAgent();
            events(
                    node,
                    update(
                            registry,
                            now,
                            Profiles.profile(
                                    id,
                                    "name-" + random.nextInt(3),
                                    List.of(AgentStatus.values()).get(random.nextInt(4)),
                                    random.nextInt(11))));
        } else if (dice < 330) {
            count(Happening.REMOVED);
            events(node, registry.remove(now, anyAgent()));
        } else if (dice < 450) {
            push(node);
        } else if (dice < 620) {
            send(new Packet(other, node, true, ClusterCodec.encode(Exchange.asking(registry.digest()))));
        } else if (dice < 640) {
            events(node, registry.tick(now));
        } else if (!network.isEmpty()) {
            int at = random.nextInt(network.size());
            Packet packet = random.nextInt(10) == 0 ? network.get(at) : network.remove(at);
            if (random.nextInt(8) != 0) {
                deliver(packet);
            }
        }
    }

    private String anyAgent() {
        return "agent-" + random.nextInt(Math.min(60, nextAgent + 1));
    }

    private void push(int node) {
        long after = pushed.getOrDefault(name(node), 0L);
        Optional<Delta> changes = nodes.get(node).ownChanges(after);
        changes.ifPresent(delta -> {
            pushed.put(name(node), delta.upTo());
            for (int to = 0; to < nodes.size(); to++) {
                send(new Packet(to, node, false, ClusterCodec.encode(Exchange.telling(List.of(delta)))));
            }
        });
    }

    private void send(Packet packet) {
        if (packet.to() != packet.from() && network.size() < 60) {
            network.add(packet);
        }
    }

    private void deliver(Packet packet) {
        if (down.contains(packet.to())) {
            return;
        }
        ClusterRegistry registry = nodes.get(packet.to());
        if (packet.digest()) {
            Digest digest = ClusterCodec.decode(packet.bytes()).digest().orElseThrow();
            events(packet.to(), registry.heard(digest));
            List<Delta> answer = registry.answer(digest);
            if (!answer.isEmpty()) {
                send(new Packet(packet.from(), packet.to(), false, ClusterCodec.encode(Exchange.telling(answer))));
            }
            return;
        }
        for (Delta delta : ClusterCodec.decode(packet.bytes()).deltas()) {
            apply(packet.to(), Saboteur.spoil(delta, sabotage, packet.to()));
        }
    }

    private void apply(int node, Delta delta) {
        Applied applied = nodes.get(node).apply(now, delta);
        if (delta.more()) {
            count(Happening.LARGER_THAN_AN_ANSWER);
        }
        if (applied.outcome() == Outcome.HOLE) {
            count(Happening.HOLES);
        } else if (applied.outcome() == Outcome.TAKEN && delta.after() == 0) {
            count(Happening.COPIED);
        }
        events(node, applied.events());
        check();
    }

    private void events(int node, List<ClusterEvent> events) {
        for (ClusterEvent event : events) {
            if (event instanceof ClusterEvent.AgentMoved moved
                    && moved.fromNode().equals(name(node))) {
                count(Happening.MOVED);
                nodes.get(node).remove(now, moved.agentId());
            } else if (event instanceof OwnEpochSpent spent) {
                count(Happening.EPOCH_SPENT);
                assertThat(spent.freeEpoch()).isLessThanOrEqualTo(++clock);
                nodes.get(node).beginEpoch(now, clock);
                pushed.put(name(node), 0L);
            } else if (event instanceof ClusterEvent.NodeForgotten gone) {
                count(Happening.FORGOTTEN);
                versions.remove(name(node) + "/" + gone.nodeId());
            }
        }
    }

    /** One that runs fails or leaves, or only seems to; one that is down starts again. */
    private void flip(int node) {
        if (down.remove(node)) {
            restart(node);
            return;
        }
        if (down.size() > 1) {
            return;
        }
        boolean leaves = random.nextInt(3) == 0;
        boolean really = random.nextInt(3) != 0;
        count(leaves ? Happening.LEFT : Happening.FAILED);
        if (really) {
            down.add(node);
        }
        for (int i = 0; i < nodes.size(); i++) {
            if (i != node && !down.contains(i) && random.nextInt(5) != 0) {
                ClusterRegistry other = nodes.get(i);
                events(i, leaves && really ? other.nodeLeft(now, name(node)) : other.nodeFailed(now, name(node)));
            }
        }
    }

    private void reap(int node, int other) {
        if (down.contains(node) && !down.contains(other)) {
            events(other, nodes.get(other).nodeReaped(now, name(node)));
        }
    }

    private void restart(int node) {
        boolean empty = random.nextInt(3) == 0;
        count(empty ? Happening.RESTARTED_EMPTY : Happening.RESTARTED);
        // Without its data and with a clock that is wrong it begins in an epoch that others know to be over.
        long epoch = empty && random.nextBoolean() ? --wrongClock : ++clock;
        List<OwnAgent> restored = new ArrayList<>();
        if (!empty) {
            nodes.get(node)
                    .replica(name(node))
                    .orElseThrow()
                    .entries()
                    .forEach(entry ->
                            entry.profile().ifPresent(profile -> restored.add(new OwnAgent(profile, entry.fence()))));
        }
        versions.keySet().removeIf(key -> key.startsWith(name(node) + "/"));
        pushed.remove(name(node));
        nodes.set(node, new ClusterRegistry(name(node), epoch, restored, LIMITS, random, now));
        meet(node);
    }

    private void meet(int node) {
        for (int i = 0; i < nodes.size(); i++) {
            if (i != node && !down.contains(i)) {
                see(i, node);
                see(node, i);
            }
        }
    }

    private void see(int observer, int node) {
        long epoch = nodes.get(node).replica(name(node)).orElseThrow().epoch();
        events(observer, nodes.get(observer).nodeSeen(now, name(node), epoch));
    }

    /** The network works, membership is right, nothing changes: then all who run must show the same. */
    void calm() {
        network.clear();
        for (int round = 0; round < 40; round++) {
            now = now.plusSeconds(6);
            for (int i = 0; i < nodes.size(); i++) {
                for (int j = 0; j < nodes.size(); j++) {
                    if (!down.contains(i) && !down.contains(j) && i != j) {
                        see(i, j);
                        deliver(new Packet(
                                j,
                                i,
                                true,
                                ClusterCodec.encode(Exchange.asking(nodes.get(i).digest()))));
                        List.copyOf(network).forEach(this::deliver);
                        network.clear();
                    } else if (!down.contains(i) && down.contains(j)) {
                        events(
                                i,
                                round < 5
                                        ? nodes.get(i).nodeFailed(now, name(j))
                                        : nodes.get(i).nodeReaped(now, name(j)));
                    }
                }
                if (!down.contains(i)) {
                    events(i, nodes.get(i).tick(now));
                }
            }
        }
        checkSameness();
    }

    private void checkSameness() {
        List<Integer> up = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (!down.contains(i)) {
                up.add(i);
            }
        }
        List<ClusterAgent> first = shown(up.get(0));
        for (int node : up) {
            assertThat(shown(node))
                    .as("what %s shows, beside %s", name(node), name(up.get(0)))
                    .isEqualTo(first);
            assertThat(nodes.get(node).figures().contested())
                    .as("ids of two nodes")
                    .isZero();
            for (int other : up) {
                assertThat(nodes.get(node).isBehind(nodes.get(other).digest()))
                        .as("behind")
                        .isFalse();
                assertThat(nodes.get(node).answer(nodes.get(other).digest())).isEmpty();
            }
        }
        assertThat(first).as("agents of nodes that run").allMatch(ClusterAgent::reachable);
    }

    private List<ClusterAgent> shown(int node) {
        return nodes.get(node).view().page("", 10_000, false);
    }

    private void check() {
        for (int i = 0; i < nodes.size(); i++) {
            if (!down.contains(i)) {
                history.record(name(i), nodes.get(i));
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            if (!down.contains(i)) {
                check(i);
            }
        }
    }

    private void check(int node) {
        ClusterRegistry registry = nodes.get(node);
        long tombstones = 0;
        for (int other = 0; other < nodes.size(); other++) {
            Optional<Replica> shown = registry.replica(name(other));
            if (shown.isPresent()) {
                String where = name(node) + " shows of " + name(other);
                assertThat(history.check(name(other), shown.get())).as(where).isEmpty();
                checkVersion(where, name(node) + "/" + name(other), shown.get());
                tombstones = Math.max(tombstones, shown.get().tombstones());
            }
        }
        ClusterFigures figures = registry.figures();
        assertThat(tombstones).as("tombstones").isLessThanOrEqualTo(LIMITS.maxTombstones());
        assertThat(figures.nodes()).as("nodes").isLessThanOrEqualTo(LIMITS.maxNodes());
        assertThat(figures.strangers()).as("strangers").isLessThanOrEqualTo(LIMITS.maxStrangers());
        assertThat(figures.departed()).as("departed").isLessThanOrEqualTo(LIMITS.maxNodes());
        assertThat(figures.agents()).as("agents").isBetween(0L, (long) LIMITS.maxAgents());
        assertThat(figures.bytes()).as("bytes").isBetween(0L, LIMITS.maxBytes());
        checkView(registry, name(node));
    }

    /** What is shown never goes back, unless the node was forgotten. */
    private void checkVersion(String where, String key, Replica shown) {
        long[] before = versions.put(key, new long[] {shown.epoch(), shown.counter()});
        if (before != null) {
            assertThat(shown.epoch()).as(where + " a later epoch").isGreaterThanOrEqualTo(before[0]);
            if (shown.epoch() == before[0]) {
                assertThat(shown.counter()).as(where + " a later counter").isGreaterThanOrEqualTo(before[1]);
            }
        }
    }

    /** The view has of all that nodes claim the one that wins, found anew. */
    private void checkView(ClusterRegistry registry, String name) {
        Map<String, ClusterAgent> expected = new TreeMap<>();
        for (int other = 0; other < nodes.size(); other++) {
            String origin = name(other);
            registry.replica(origin)
                    .ifPresent(replica -> replica.entries()
                            .forEach(entry -> entry.profile()
                                    .ifPresent(profile -> expected.merge(
                                            entry.agentId(),
                                            new ClusterAgent(profile, origin, entry.fence(), true),
                                            (a, b) -> a.winsOver(b) ? a : b))));
        }
        List<ClusterAgent> shown = registry.view().page("", 10_000, false).stream()
                .map(agent -> agent.withReachable(true))
                .toList();
        assertThat(shown).as("the view of %s", name).isEqualTo(List.copyOf(expected.values()));
        assertThat(registry.view().size()).isEqualTo(shown.size());
    }
}

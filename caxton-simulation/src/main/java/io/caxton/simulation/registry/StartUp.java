package io.caxton.simulation.registry;

import io.caxton.core.cluster.Gossip;
import io.caxton.core.cluster.Gossip.Call;
import io.caxton.simulation.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a node needs until it knows all agents of a cluster: a new one, or one that was cut off. Whoever it talks to is a whole
 * node that knows all; the others, and what they say to each other meanwhile, are left out.
 */
public final class StartUp implements RegistryNode.World {
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** So long after it knows all, the last answers have come. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);
    /** So many agents of its own the node has. */
    private static final int OWN = 10;
    /** What changes while it is away changes in so many steps. */
    private static final int STEPS = 60;

    private final Setting setting;
    private final Timeline timeline = new Timeline();
    private final SplittableRandom random;
    private final CallNetwork network;
    private final List<RegistryNode> others = new ArrayList<>();
    private final Map<String, RegistryNode> byId = new HashMap<>();
    private final Set<RegistryNode> awake = new HashSet<>();
    private final RegistryNode one;

    /**
     * What is measured.
     *
     * @param nodes without the one that starts
     * @param agents of all of them
     * @param away how long it was cut off; zero for a node that starts
     * @param changed share of the agents that said something else while it was away
     * @param replaced share of the agents that were removed meanwhile; as many were registered
     */
    public record Setting(int nodes, int agents, Duration away, double changed, double replaced, long seed) {}

    /**
     * What it took.
     *
     * @param time virtual, without that of processors
     * @param askedOf how many others it talked to
     * @param requests of the node and to it, until nothing of that was under way any more
     * @param processor real time of the node itself
     * @param processorOfOthers real time of all that it talked to
     */
    public record Figures(
            Duration time, int askedOf, long requests, long bytes, Duration processor, Duration processorOfOthers) {}

    private StartUp(Setting setting) {
        this.setting = setting;
        this.random = new SplittableRandom(setting.seed());
        this.network = new CallNetwork(timeline, random);
        this.one = new RegistryNode("new", this, random);
        for (int i = 0; i < setting.nodes(); i++) {
            RegistryNode other = new RegistryNode(RegistryCluster.name(i), this, random);
            for (int agent = i; agent < setting.agents(); agent += setting.nodes()) {
                other.have(Agents.random(random));
            }
            others.add(other);
            byId.put(other.id(), other);
        }
    }

    public static Figures measure(Setting setting) {
        return new StartUp(setting).run();
    }

    private Figures run() {
        for (int i = 0; i < OWN; i++) {
            one.have(Agents.random(random));
        }
        RegistryNode first = others.get(0);
        others.stream().filter(other -> other != first).forEach(first::isMember);
        others.forEach(first::copy);
        if (!setting.away().isZero()) {
            others.forEach(one::isMember);
            one.copy(first);
            others.forEach(one::misses);
            timePasses();
        }
        if (setting.nodes() <= Gossip.FEW) {
            others.forEach(this::wake);
        }
        one.begin();
        // In an order of its own: membership tells of all at once.
        int start = random.nextInt(others.size());
        for (int i = 0; i < others.size(); i++) {
            one.meets(others.get((start + i) % others.size()));
        }
        Duration time = untilItKnowsAll();
        timeline.runUntil(timeline.now().plus(AFTERWARDS));
        Traffic traffic = network.traffic();
        long nanos = awake.stream().mapToLong(RegistryNode::processorNanos).sum();
        return new Figures(
                time,
                awake.size(),
                traffic.requests(),
                traffic.bytes(),
                Duration.ofNanos(one.processorNanos()),
                Duration.ofNanos(nanos));
    }

    private Duration untilItKnowsAll() {
        Instant start = timeline.now();
        int agents = setting.agents() + one.own().size();
        RegistryNode first = others.get(0);
        while (one.registry().view().size() != agents
                || one.registry().isBehind(first.registry().digest())) {
            timeline.runUntil(timeline.now().plus(STEP));
            if (Duration.between(start, timeline.now()).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException("the node does not come to know all: " + setting);
            }
        }
        return Duration.between(start, timeline.now());
    }

    private void timePasses() {
        RegistryNode first = others.get(0);
        for (int step = 0; step < STEPS; step++) {
            timeline.runUntil(timeline.now().plus(setting.away().dividedBy(STEPS)));
            for (int i = 0; i < part(setting.changed(), step); i++) {
                RegistryNode other = others.get(random.nextInt(others.size()));
                other.change(random.nextInt(other.own().size()));
            }
            for (int i = 0; i < part(setting.replaced(), step); i++) {
                RegistryNode other = others.get(random.nextInt(others.size()));
                other.replace(random.nextInt(other.own().size()), Agents.random(random));
            }
            others.forEach(RegistryNode::tick);
            others.forEach(first::copy);
        }
    }

    /** How many of the agents, in this step. */
    private long part(double share, int step) {
        long all = Math.round(share * setting.agents());
        return all * (step + 1) / STEPS - all * step / STEPS;
    }

    /** Makes it a node that knows all and has met all, the one that starts last. */
    private void wake(RegistryNode other) {
        if (!awake.add(other)) {
            return;
        }
        others.stream().filter(another -> another != other).forEach(other::isMember);
        other.copy(others.get(0));
        other.hasMet(others);
        other.forgetProcessorTime();
        other.meets(one);
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public void call(RegistryNode from, Call call) {
        if (from == one) {
            RegistryNode to = byId.get(call.nodeId());
            if (to == null) {
                throw new IllegalStateException("there is no node " + call.nodeId());
            }
            wake(to);
            network.call(one, to, call);
        } else if (call.nodeId().equals(one.id())) {
            network.call(from, one, call);
        }
    }
}

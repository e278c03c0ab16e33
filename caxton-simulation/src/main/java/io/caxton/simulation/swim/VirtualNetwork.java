package io.caxton.simulation.swim;

import io.caxton.simulation.Timeline;
import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Carries packets and streams between nodes, as well as its faults let it. */
final class VirtualNetwork {
    /** From one node to another. */
    record Link(NodeAddress from, NodeAddress to) {}

    private static final Duration DELAY = Duration.ofNanos(200_000);

    private final Timeline timeline;
    private final RandomGenerator random;
    private final FaultCounts faults;
    private final Set<Link> cut = new HashSet<>();
    private final Map<NodeAddress, Integer> sides = new HashMap<>();
    double loss;
    double duplication;
    Duration jitter = DELAY;

    VirtualNetwork(Timeline timeline, RandomGenerator random, FaultCounts faults) {
        this.timeline = timeline;
        this.random = random;
        this.faults = faults;
    }

    void cut(Link link) {
        cut.add(link);
        faults.add(Fault.ONE_WAY_CUT);
    }

    /** Nodes on different sides do not reach each other; those that are on none are on side 0. */
    void partition(Map<NodeAddress, Integer> nodes) {
        sides.clear();
        sides.putAll(nodes);
        faults.add(Fault.PARTITION);
    }

    /** Everything works again. */
    void heal() {
        cut.clear();
        sides.clear();
        loss = 0;
        duplication = 0;
        jitter = DELAY;
    }

    private boolean isCut(NodeAddress from, NodeAddress to) {
        return cut.contains(new Link(from, to)) || !sides.getOrDefault(from, 0).equals(sides.getOrDefault(to, 0));
    }

    void packet(NodeAddress from, NodeAddress to, Runnable arrival) {
        if (isCut(from, to)) {
            faults.add(Fault.PACKET_CUT);
            return;
        }
        carry(arrival);
        if (random.nextDouble() < duplication) {
            faults.add(Fault.PACKET_DUPLICATED);
            carry(arrival);
        }
    }

    private void carry(Runnable arrival) {
        if (random.nextDouble() < loss) {
            faults.add(Fault.PACKET_LOST);
            return;
        }
        Duration delay = delay();
        if (delay.compareTo(DELAY.multipliedBy(10)) > 0) {
            faults.add(Fault.PACKET_DELAYED);
        }
        timeline.after(delay, arrival);
    }

    /** One way over a stream: nothing is lost, but a cut link breaks it. */
    void stream(NodeAddress from, NodeAddress to, Runnable arrival) {
        if (isCut(from, to) || isCut(to, from)) {
            faults.add(Fault.STREAM_CUT);
        } else {
            timeline.after(delay(), arrival);
        }
    }

    private Duration delay() {
        return DELAY.plusNanos(random.nextLong(jitter.toNanos()));
    }
}

package io.caxton.simulation;

import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Carries packets and streams between nodes, as well as its faults let it. */
public final class VirtualNetwork {
    /** From one node to another. */
    public record Link(NodeAddress from, NodeAddress to) {}

    private static final Duration DELAY = Duration.ofNanos(200_000);

    /** Before anything of a stream was acknowledged (RFC 6298, 2.1), */
    private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(1);
    /** and once the round trip is known to be short: what Linux takes instead of the RFC's second. */
    private static final Duration SMALLEST_TIMEOUT = Duration.ofMillis(200);

    private static final int MOST_RESENT = 6;

    private final Timeline timeline;
    private final RandomGenerator random;
    private final FaultCounts faults;
    private final Set<Link> cut = new HashSet<>();
    private final Map<NodeAddress, Integer> sides = new HashMap<>();
    private double loss;
    private double duplication;
    private Duration jitter = DELAY;

    /** One without faults. */
    public VirtualNetwork(Timeline timeline, RandomGenerator random, FaultCounts faults) {
        this.timeline = timeline;
        this.random = random;
        this.faults = faults;
    }

    /** From now on this share of packets is lost. */
    public void lose(double share) {
        loss = share;
    }

    /** From now on this share of packets comes twice. */
    public void duplicate(double share) {
        duplication = share;
    }

    /** Whether something is to come twice now. */
    public boolean repeats() {
        return duplication > 0 && random.nextDouble() < duplication;
    }

    /** From now on a packet takes up to so long. */
    public void delay(Duration most) {
        jitter = most;
    }

    /** From now on nothing gets through in this direction. */
    public void cut(Link link) {
        cut.add(link);
        faults.add(Fault.ONE_WAY_CUT);
    }

    /** Nodes on different sides do not reach each other; those that are on none are on side 0. */
    public void partition(Map<NodeAddress, Integer> nodes) {
        sides.clear();
        sides.putAll(nodes);
        faults.add(Fault.PARTITION);
    }

    /** Everything works again. */
    public void heal() {
        cut.clear();
        sides.clear();
        loss = 0;
        duplication = 0;
        jitter = DELAY;
    }

    private boolean isCut(NodeAddress from, NodeAddress to) {
        return cut.contains(new Link(from, to)) || !sides.getOrDefault(from, 0).equals(sides.getOrDefault(to, 0));
    }

    /** Sends a packet, which may be lost, late, or come twice. */
    public void packet(NodeAddress from, NodeAddress to, Runnable arrival) {
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

    /** Opens a stream and sends something over it. What is lost is sent again, but a cut link breaks it. */
    public void openStream(NodeAddress from, NodeAddress to, Runnable arrival) {
        Duration handshake = segment(FIRST_TIMEOUT).plus(segment(FIRST_TIMEOUT));
        stream(from, to, handshake.plus(segment(SMALLEST_TIMEOUT)), arrival);
    }

    /** Answers over a stream that is open. */
    public void answerStream(NodeAddress from, NodeAddress to, Runnable arrival) {
        stream(from, to, segment(SMALLEST_TIMEOUT), arrival);
    }

    private void stream(NodeAddress from, NodeAddress to, Duration delay, Runnable arrival) {
        if (isCut(from, to) || isCut(to, from)) {
            faults.add(Fault.STREAM_CUT);
        } else {
            timeline.after(delay, arrival);
        }
    }

    /** Until a segment gets there: each time that it is lost, the sender waits twice as long before it sends it again. */
    private Duration segment(Duration firstTimeout) {
        Duration delay = delay();
        Duration timeout = firstTimeout;
        for (int i = 0; i < MOST_RESENT && random.nextDouble() < loss; i++) {
            faults.add(Fault.PACKET_LOST);
            delay = delay.plus(timeout);
            timeout = timeout.multipliedBy(2);
        }
        return delay;
    }

    private Duration delay() {
        return DELAY.plusNanos(random.nextLong(jitter.toNanos()));
    }
}

package io.caxton.simulation;

import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Lets a network be as bad as chance will have it. */
public final class NetworkChaos {
    private final VirtualNetwork network;
    private final RandomGenerator random;

    public NetworkChaos(VirtualNetwork network, RandomGenerator random) {
        this.network = network;
        this.random = random;
    }

    /** Up to four of ten packets get lost. */
    public void lose() {
        network.lose(random.nextDouble() * 0.4);
    }

    /** Up to one of five packets comes twice. */
    public void duplicate() {
        network.duplicate(random.nextDouble() * 0.2);
    }

    /** Packets take up to 400 ms. */
    public void delay() {
        network.delay(Duration.ofMillis(1 + random.nextInt(400)));
    }

    /** Each is on one of two sides, which do not reach each other. */
    public void partition(Collection<NodeAddress> all) {
        Map<NodeAddress, Integer> sides = new LinkedHashMap<>();
        all.forEach(address -> sides.put(address, random.nextInt(2)));
        network.partition(sides);
    }

    /** Nothing gets from one to the other, but it does in the other direction. */
    public void cutOneWay(NodeAddress from, NodeAddress to) {
        network.cut(new VirtualNetwork.Link(from, to));
    }
}

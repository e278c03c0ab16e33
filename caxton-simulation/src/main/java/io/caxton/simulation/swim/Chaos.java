package io.caxton.simulation.swim;

import io.caxton.simulation.Fault;
import io.caxton.simulation.NetworkChaos;
import io.caxton.simulation.SkewedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Lets things go wrong at random, for a while. */
final class Chaos {
    /** So many nodes stay, whatever happens. */
    private static final int FEWEST = 2;

    private final SwimCluster cluster;
    private final RandomGenerator random;
    private final NetworkChaos network;
    private final int most;
    private int numbers;

    Chaos(SwimCluster cluster, RandomGenerator random, int started, int most) {
        this.cluster = cluster;
        this.random = random;
        this.network = new NetworkChaos(cluster.network(), random);
        this.numbers = started;
        this.most = most;
    }

    /** Something goes wrong every half second or so, and most of it ends by itself after a while. */
    void rage(Duration time) {
        Duration step = Duration.ofMillis(500);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            fault();
            cluster.run(step);
        }
    }

    /** Ends what does not end by itself. */
    void end() {
        cluster.heal();
        cluster.nodes().forEach(node -> {
            node.slowDown(Duration.ZERO);
            if (node.isPaused()) {
                node.resume();
            }
        });
    }

    private void fault() {
        switch (random.nextInt(13)) {
            case 0 -> network.lose();
            case 1 -> network.duplicate();
            case 2 -> network.delay();
            case 3 -> cluster.network().heal();
            case 4 ->
                network.partition(
                        cluster.nodes().stream().map(VirtualNode::address).toList());
            case 5 -> network.cutOneWay(any(there()).address(), any(there()).address());
            case 6 -> kill();
            case 7 -> restart();
            case 8, 9 -> pause();
            case 10 -> slowDown();
            case 11 -> leave();
            default -> join();
        }
    }

    private List<VirtualNode> there() {
        return cluster.nodes().stream()
                .filter(node -> node.isRunning() && !node.isLeaving())
                .toList();
    }

    private VirtualNode any(List<VirtualNode> nodes) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private void kill() {
        List<VirtualNode> there = there();
        if (there.size() > FEWEST) {
            any(there).kill();
            cluster.faults().add(Fault.NODE_KILLED);
        }
    }

    private void leave() {
        List<VirtualNode> there =
                there().stream().filter(node -> !node.isPaused()).toList();
        if (there.size() > FEWEST) {
            any(there).leave();
            cluster.faults().add(Fault.NODE_LEFT);
        }
    }

    private void restart() {
        List<VirtualNode> dead =
                cluster.nodes().stream().filter(node -> !node.isRunning()).toList();
        if (!dead.isEmpty()) {
            start(number(any(dead)));
            cluster.faults().add(Fault.NODE_RESTARTED);
        }
    }

    private static int number(VirtualNode node) {
        return Integer.parseInt(node.name().substring("node-".length()));
    }

    private void join() {
        if (numbers < most) {
            start(numbers++);
            cluster.faults().add(Fault.NODE_JOINED);
        }
    }

    private void start(int number) {
        List<Integer> seeds = new ArrayList<>();
        there().stream()
                .map(Chaos::number)
                .filter(seed -> seed != number)
                .limit(3)
                .forEach(seeds::add);
        cluster.start(number, seeds, clock());
    }

    /** Up to a minute apart, and up to two seconds an hour too fast or too slow. */
    SkewedClock clock() {
        cluster.faults().add(Fault.CLOCK_SKEWED);
        return new SkewedClock(Duration.ofMillis(random.nextInt(60_000)), 1 + (random.nextDouble() - 0.5) * 0.001);
    }

    private void pause() {
        VirtualNode node = any(there());
        if (!node.isPaused()) {
            node.pause();
            cluster.faults().add(Fault.NODE_PAUSED);
            cluster.timeline().after(Duration.ofMillis(200 + random.nextInt(8_000)), () -> {
                if (node.isPaused()) {
                    node.resume();
                }
            });
        }
    }

    private void slowDown() {
        any(there()).slowDown(Duration.ofMillis(1 + random.nextInt(100)));
        cluster.faults().add(Fault.NODE_SLOWED);
    }
}

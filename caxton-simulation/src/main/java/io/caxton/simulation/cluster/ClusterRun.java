package io.caxton.simulation.cluster;

import io.caxton.simulation.FaultCounts;
import io.caxton.simulation.Violation;
import java.time.Duration;
import java.util.SplittableRandom;

/** One run of a whole cluster, made from its seed: it starts, much goes wrong, then nothing does, and all must be well. */
public final class ClusterRun {
    private static final Duration START = Duration.ofSeconds(2);
    private static final Duration STORM = Duration.ofSeconds(12);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_LOOKS = 90;

    private final long seed;
    private final SplittableRandom random;
    private final World world;
    private int nodes;

    /**
     * What came of it.
     *
     * @param faults of the network and the membership
     * @param trace differs if anything happened otherwise
     */
    public record Report(long seed, int nodes, long trace, FaultCounts faults, Counts counts) {}

    private ClusterRun(long seed, Sabotage sabotage) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.world = new World(random, seed % 2 == 1, sabotage);
    }

    /**
     * Runs it.
     *
     * @throws AssertionError with the seed, how to run it again, and what was found, if an invariant does not hold
     */
    public static Report of(long seed) {
        return of(seed, Sabotage.NONE);
    }

    static Report of(long seed, Sabotage sabotage) {
        return new ClusterRun(seed, sabotage).run();
    }

    private Report run() {
        nodes = 3 + random.nextInt(5);
        try {
            begin();
            // Now and then nothing goes wrong at all.
            if (seed % 16 == 8) {
                world.run(STORM);
            } else {
                new ClusterChaos(world).rage(STORM);
            }
            end();
        } catch (Violation violation) {
            throw new AssertionError(describe(violation), violation);
        } catch (RuntimeException failure) {
            throw new AssertionError(describe(failure), failure);
        }
        return new Report(seed, nodes, trace(), world.swim().faults(), world.counts());
    }

    private void begin() {
        for (int i = 0; i < nodes; i++) {
            world.join();
            world.run(Duration.ofMillis(250));
        }
        for (String name : World.NAMES) {
            int instances = 1 + random.nextInt(3);
            for (int i = 0; i < instances; i++) {
                world.addReceiver(name);
            }
        }
        world.run(START);
        world.senders().start();
    }

    private void end() {
        world.calm();
        int quiet = 0;
        for (int i = 0; i < MOST_LOOKS && quiet < 2; i++) {
            world.run(LOOK);
            world.tend();
            quiet = world.invariants().isQuiet() ? quiet + 1 : 0;
        }
        world.invariants().checkEnd();
    }

    private long trace() {
        long trace = world.timeline().now().hashCode();
        for (Ledger.Sent sent : world.ledger().all()) {
            trace = trace * 31 + sent.toString().hashCode();
        }
        return trace * 31 + world.counts().toString().hashCode();
    }

    private String describe(Throwable what) {
        return "seed " + seed + ", " + nodes + " nodes: " + what
                + "\nrun it again with -Dtest=ClusterSimulationTest -Dcaxton.simulation.seeds=1"
                + " -Dcaxton.simulation.first-seed=" + seed + "\n" + world.counts() + "\n"
                + world.swim().faults() + "\n" + world.describe();
    }
}

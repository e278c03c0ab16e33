package io.caxton.simulation.swim;

import io.caxton.simulation.FaultCounts;
import io.caxton.simulation.Violation;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One run of a cluster, made from its seed: it starts, much goes wrong, then nothing does, and all must agree again. */
public final class SwimRun {
    /** Short pauses between exchanges, so that calm need not be long. */
    private static final SwimSettings SETTINGS =
            SwimSettings.builder().pushPullInterval(Duration.ofSeconds(5)).build();

    private static final Duration STORM = Duration.ofSeconds(20);
    /** Until what went wrong before has ended: suspicions that began in the storm, and the worst health. */
    private static final Duration AFTERMATH = Duration.ofSeconds(45);

    private static final Duration CALM = Duration.ofSeconds(30);

    private final long seed;
    private final SplittableRandom random;
    private final SwimCluster cluster;

    /**
     * What came of it.
     *
     * @param trace differs if anything happened otherwise
     */
    public record Report(long seed, int nodes, long trace, FaultCounts faults) {}

    private SwimRun(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.cluster = new SwimCluster(SETTINGS, random, true);
    }

    /**
     * Runs it.
     *
     * @throws AssertionError with the seed and what every node believes, if an invariant does not hold
     */
    public static Report of(long seed) {
        return new SwimRun(seed).run();
    }

    private Report run() {
        // Small clusters more often than large ones.
        int nodes = 3 + (int) (Math.pow(random.nextDouble(), 3) * 48);
        try {
            Chaos chaos = new Chaos(cluster, random, nodes, nodes + 5);
            for (int i = 0; i < nodes; i++) {
                cluster.start(i, i == 0 ? List.of() : List.of(random.nextInt(i)), chaos.clock());
                cluster.run(Duration.ofMillis(random.nextInt(100)));
            }
            cluster.run(Duration.ofSeconds(2));
            chaos.rage(STORM);
            chaos.end();
            cluster.run(AFTERMATH);
            cluster.invariants().calm();
            cluster.run(CALM);
            cluster.invariants().checkConvergence();
        } catch (Violation violation) {
            throw new AssertionError("seed " + seed + ", " + nodes + " nodes: " + describe(violation), violation);
        }
        return new Report(seed, nodes, cluster.invariants().trace(), cluster.faults());
    }

    private String describe(Violation violation) {
        List<String> lines = new ArrayList<>(List.of(violation.toString()));
        cluster.nodes().forEach(node -> node.describe(lines::add));
        return String.join("\n", lines);
    }
}

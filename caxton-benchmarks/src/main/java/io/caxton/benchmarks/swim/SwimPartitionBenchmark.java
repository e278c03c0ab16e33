package io.caxton.benchmarks.swim;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Spread;
import io.caxton.benchmarks.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clusters cut in two halves for a while, each in a network namespace of its own, at the same time: how long after the
 * cable is whole again everybody sees everybody.
 */
public final class SwimPartitionBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String ALL = "caxton-lan,serf-lan";

    @Override
    public String name() {
        return "swim-partition";
    }

    @Override
    public String description() {
        return "32 members beside 32 Serf agents, cut in two for a while: how soon they are whole again";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "members", "how many of each (default 32)",
                "sides", "which (default " + ALL + ")",
                "cut", "for how long (default PT30S)");
    }

    @Override
    public List<Peer> peers() {
        return List.of(new Peer("ip", "Install Debian's package iproute2, and be root."));
    }

    private static final class Figures {
        final List<Double> parted = new ArrayList<>();
        final List<Double> healed = new ArrayList<>();
        int never;
    }

    @Override
    public void run(Run run) throws Exception {
        Map<String, Figures> figures = new LinkedHashMap<>();
        SwimBenchmark.sides(run, ALL).forEach(side -> figures.put(side, new Figures()));
        try (Network network = new NamespaceNetwork()) {
            for (int i = 1; i <= run.rounds(); i++) {
                round(run, network, figures);
                run.progress("round %d", i);
            }
        }
        Table table = new Table("members", "pairs that had lost each other", "all see all again s", "never");
        figures.forEach((side, measured) -> table.row(
                side,
                Spread.of(measured.parted, value -> value).whole(),
                measured.healed.isEmpty()
                        ? "-"
                        : Spread.of(measured.healed, value -> value).decimal(),
                Integer.toString(measured.never)));
        table.print(run.out());
    }

    private record Cluster(MemberSide members, Sightings sightings, Figures figures) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            members.close();
            sightings.close();
        }
    }

    private static void round(Run run, Network network, Map<String, Figures> figures) throws Exception {
        List<Cluster> clusters = new ArrayList<>();
        try {
            for (Map.Entry<String, Figures> side : figures.entrySet()) {
                clusters.add(start(run, side.getKey(), network, side.getValue()));
            }
            clusters.forEach(cluster -> cluster.sightings().forget());
            network.cut();
            Thread.sleep(run.duration("cut", Duration.ofSeconds(30), Duration.ofSeconds(15))
                    .toMillis());
            clusters.forEach(cluster ->
                    cluster.figures().parted.add((double) cluster.sightings().count(Sighting.Kind.FAILED)));
            long healed = System.nanoTime();
            network.heal();
            for (Cluster cluster : clusters) {
                Optional<Duration> back = cluster.sightings().untilBack(healed, PATIENCE);
                back.ifPresentOrElse(
                        time -> cluster.figures().healed.add(time.toNanos() / 1e9), () -> cluster.figures().never++);
            }
        } finally {
            for (Cluster cluster : clusters) {
                cluster.close();
            }
        }
    }

    private static Cluster start(Run run, String side, Network network, Figures figures) throws Exception {
        Sightings sightings = new Sightings();
        MemberSide members = SwimBenchmark.members(run, side, network, sightings);
        List<String> names = members.start();
        if (sightings
                .untilAll(names, Sighting.Kind.JOINED, names, System.nanoTime(), PATIENCE)
                .isEmpty()) {
            throw new IllegalStateException(side + " did not become one cluster");
        }
        return new Cluster(members, sightings, figures);
    }
}

package io.caxton.benchmarks.registry;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import io.caxton.simulation.registry.RegistryGrowth;
import io.caxton.simulation.registry.RegistryGrowth.Figures;
import io.caxton.simulation.registry.ReplicaHeap;
import io.caxton.simulation.registry.StartUp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Clusters of up to 1,000 nodes in virtual time: how soon all know an agent, what they send, what a replica and a start take. */
public final class RegistryGrowthBenchmark implements Benchmark {
    /** Entries that all simulated replicas have together. */
    private static final int MOST_ENTRIES = 1_000_000;

    private static final Duration AWAY = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> PARTS = List.of("spread", "heap", "start");

    @Override
    public String name() {
        return "registry-growth";
    }

    @Override
    public String description() {
        return "the registry of 10, 100 and 1,000 nodes in virtual time: spreading, traffic, memory, a start";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "nodes", "how many (default 10,100,1000; 1,000 want HEAP=5g)",
                "agents", "of all nodes (default 100000)",
                "registrations", "how many are watched in each row (default 200)",
                "changes", "agents of all nodes that change each second, while that is measured (default 20)",
                "parts", "some of spread, heap, start (default all)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) {
        List<Integer> sizes = Stream.of(run.text("nodes")
                        .orElse(run.smoke() ? "10" : "10,100,1000")
                        .split(",", -1))
                .map(Integer::valueOf)
                .toList();
        int agents = run.integer("agents", 100_000, 1_000);
        for (String part : run.text("parts").orElse(String.join(",", PARTS)).split(",", -1)) {
            switch (part) {
                case "spread" -> spread(run, sizes, agents);
                case "heap" -> heap(run, sizes, agents);
                case "start" -> start(run, sizes, agents);
                default -> throw new IllegalArgumentException("--parts are " + String.join(", ", PARTS));
            }
        }
    }

    private static void spread(Run run, List<Integer> sizes, int agents) {
        Table table = new Table(
                "nodes",
                "calls lost",
                "restarting",
                "last node knows a registration: p50, p99, worst ms",
                "an agent of a restarted node",
                "idle: calls/s a node, B/s",
                "with changes: calls/s a node, B/s");
        for (int nodes : sizes) {
            spread(run, table, nodes, agents, 0, 0);
            spread(run, table, nodes, agents, 0.05, 0);
            spread(run, table, nodes, agents, 0, 0.01);
        }
        table.print(run.out());
    }

    private static void spread(Run run, Table table, int nodes, int agents, double loss, double restarting) {
        int each = Math.max(1, Math.min(agents, MOST_ENTRIES / nodes) / nodes);
        boolean traffic = loss + restarting == 0;
        Figures figures = RegistryGrowth.measure(new RegistryGrowth.Setting(
                nodes,
                each,
                loss,
                restarting,
                run.integer("registrations", 200, 5),
                PATIENCE,
                run.integer("changes", 20, 2),
                traffic ? Duration.ofSeconds(10) : Duration.ZERO,
                1));
        run.progress("%d nodes of %d agents, loss %.2f, restarting %.2f: %s", nodes, each, loss, restarting, figures);
        table.row(
                String.format(Locale.ROOT, "%,d", nodes),
                String.format(Locale.ROOT, "%.0f %%", loss * 100),
                String.format(Locale.ROOT, "%.0f %%", restarting * 100),
                millis(figures.known()),
                millis(figures.knownOfRestarted()),
                traffic ? perNode(figures.idle()) : "",
                traffic ? perNode(figures.changing()) : "");
    }

    private static String perNode(RegistryGrowth.PerNode sent) {
        return String.format(Locale.ROOT, "%.2f, %,.0f", sent.requests(), sent.bytes());
    }

    private static String millis(List<Duration> times) {
        if (times.isEmpty()) {
            return "";
        }
        double[] sorted = times.stream()
                .mapToDouble(time -> time.toNanos() / 1e6)
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "%.1f, %.1f, %.1f of %d",
                sorted[(sorted.length - 1) / 2],
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
                sorted[sorted.length - 1],
                sorted.length);
    }

    private static void heap(Run run, List<Integer> sizes, int agents) {
        Table table = new Table("nodes", "agents", "heap of a replica MiB", "bytes an agent");
        for (int nodes : sizes) {
            long bytes = ReplicaHeap.measure(nodes, agents, 1);
            table.row(
                    String.format(Locale.ROOT, "%,d", nodes),
                    String.format(Locale.ROOT, "%,d", agents),
                    String.format(Locale.ROOT, "%.1f", bytes / 1048576.0),
                    Long.toString(bytes / agents));
        }
        table.print(run.out());
    }

    private static void start(Run run, List<Integer> sizes, int agents) {
        Table table = new Table(
                "nodes", "a node that", "virtual ms", "nodes asked", "calls", "MB", "its CPU s", "CPU s of the others");
        for (int nodes : sizes) {
            start(run, table, new StartUp.Setting(nodes, agents, Duration.ZERO, 0, 0, 1));
            start(run, table, new StartUp.Setting(nodes, agents, AWAY, 0.1, 0.01, 1));
        }
        table.print(run.out());
    }

    private static void start(Run run, Table table, StartUp.Setting setting) {
        StartUp.Figures figures = StartUp.measure(setting);
        run.progress("%s: %s", setting, figures);
        table.row(
                String.format(Locale.ROOT, "%,d", setting.nodes()),
                setting.away().isZero() ? "starts" : "was cut off for an hour",
                Long.toString(figures.time().toMillis()),
                Integer.toString(figures.askedOf()),
                Long.toString(figures.requests()),
                String.format(Locale.ROOT, "%.1f", figures.bytes() / 1e6),
                seconds(figures.processor()),
                seconds(figures.processorOfOthers()));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e9);
    }
}

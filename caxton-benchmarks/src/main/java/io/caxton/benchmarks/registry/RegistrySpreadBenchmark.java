package io.caxton.benchmarks.registry;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.registry.SpreadSide.Announcement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** From the registration of an agent at one node until the last of the others lists it, beside events of Serf and watches of etcd. */
public final class RegistrySpreadBenchmark implements Benchmark {
    private static final int WARM_UPS = 20;
    private static final double MILLIS = 1e6;

    @Override
    public String name() {
        return "registry-spread";
    }

    @Override
    public String description() {
        return "a registration at one of three nodes until the last one lists the agent, beside Serf's events and etcd's watches";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "registrations", "how many count (default 200)",
                "nodes", "of each kind (default 3)",
                "heap", "of each node of ours in MiB (default 384)",
                "sides", "which (default caxton,serf,etcd)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) throws Exception {
        List<SpreadSide> sides = new ArrayList<>();
        try {
            for (String side : run.text("sides")
                    .orElse(run.smoke() ? "caxton" : "caxton,serf,etcd")
                    .split(",", -1)) {
                sides.add(start(run, side));
            }
            measure(run, sides).print(run.out());
        } finally {
            for (SpreadSide side : sides) {
                side.close();
            }
        }
    }

    private static SpreadSide start(Run run, String side) throws IOException, InterruptedException {
        int nodes = run.integer("nodes", 3, 2);
        Path folder = Files.createDirectories(run.scratch().resolve(side));
        return switch (side) {
            case "caxton" -> new CaxtonRegistry(folder, nodes, run.integer("heap", 384, 256));
            case "serf" -> {
                new Peer("serf", "Install Debian's package serf.").require();
                yield new SerfEvents(folder, nodes);
            }
            case "etcd" -> {
                new Peer("etcd", "Install Debian's package etcd-server.").require();
                yield new EtcdWatches(folder, nodes);
            }
            default -> throw new IllegalArgumentException("--sides are caxton, serf and etcd, not " + side);
        };
    }

    /** In turns, one after the other. */
    private static Table measure(Run run, List<SpreadSide> sides) throws IOException, InterruptedException {
        int count = run.integer("registrations", 200, 5);
        int warmUps = run.smoke() ? 1 : WARM_UPS;
        List<List<Announcement>> all = new ArrayList<>();
        sides.forEach(side -> all.add(new ArrayList<>()));
        for (int i = -warmUps; i < count; i++) {
            for (int side = 0; side < sides.size(); side++) {
                Announcement announcement = sides.get(side).announce("spread-" + (i + warmUps));
                if (i >= 0) {
                    all.get(side).add(announcement);
                }
            }
        }
        Table table = new Table(
                "until the last one knows",
                "how many",
                "after the answer: p50, p99, worst ms",
                "after asking: p50, p99, worst ms");
        for (int side = 0; side < sides.size(); side++) {
            table.row(
                    sides.get(side).label(),
                    Integer.toString(count),
                    quantiles(all.get(side), Announcement::fromAnswer),
                    quantiles(all.get(side), Announcement::fromAsking));
        }
        return table;
    }

    private static String quantiles(List<Announcement> all, ToLongFunction<Announcement> nanos) {
        Histogram histogram = new Histogram(3);
        all.forEach(one -> histogram.recordValue(nanos.applyAsLong(one)));
        return String.format(
                Locale.ROOT,
                "%.1f, %.1f, %.1f",
                histogram.getValueAtPercentile(50) / MILLIS,
                histogram.getValueAtPercentile(99) / MILLIS,
                histogram.getMaxValue() / MILLIS);
    }
}

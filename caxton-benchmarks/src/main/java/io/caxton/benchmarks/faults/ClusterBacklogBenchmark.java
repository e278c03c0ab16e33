package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.brokers.NatsCluster;
import io.caxton.benchmarks.brokers.RabbitProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Messages for a recipient whose node is down; fails if ours loses, repeats or reorders one. */
public final class ClusterBacklogBenchmark implements Benchmark {
    private static final String ALL = "caxton,nats,rabbitmq,rabbitmq-quorum";

    @Override
    public String name() {
        return "cluster-backlog";
    }

    @Override
    public String description() {
        return "messages for a recipient whose node is killed and comes back, beside core NATS and RabbitMQ";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "messages", "how many are sent meanwhile (default 10000)",
                "down", "for how long the node is down (default PT60S)",
                "patience", "how long brokers have for what does not come (default PT30S)",
                "heap", "of each node of ours in MiB (default 384)",
                "sides", "which of " + ALL + " (default all of them; with --smoke, caxton alone)");
    }

    /** None in general: which are needed depends on the sides. */
    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) throws Exception {
        int messages = run.integer("messages", 10_000, 200);
        Duration down = run.duration("down", Duration.ofSeconds(60), Duration.ofSeconds(1));
        Table table = new Table(
                "the recipient's node down for " + down.toSeconds() + " s",
                "sent, accepted, refused",
                "accepted within s",
                "arrived",
                "accepted and lost",
                "came again",
                "out of order",
                "all there after s");
        boolean clean = true;
        for (String name :
                run.text("sides").orElse(run.smoke() ? "caxton" : ALL).split(",", -1)) {
            try (BacklogSide side = start(run, name)) {
                run.progress(side.label());
                BacklogSide.Fate fate = side.measure(
                        messages, down, run.duration("patience", Duration.ofSeconds(30), Duration.ofSeconds(5)));
                row(table, side.label(), fate);
                clean &= !name.equals("caxton")
                        || (fate.totals().isClean() && fate.totals().repeats() == 0);
            }
        }
        table.print(run.out());
        if (!clean) {
            throw new IllegalStateException("a promise was broken");
        }
    }

    private static BacklogSide start(Run run, String side) throws Exception {
        Path folder = Files.createDirectories(run.scratch().resolve(side));
        return switch (side) {
            case "caxton" -> new CaxtonBacklog(run);
            case "nats" -> {
                new Peer("nats-server", NatsCluster.INSTALL).require();
                yield new NatsBacklog(folder);
            }
            case "rabbitmq" -> {
                new Peer("rabbitmq-server", RabbitProcess.INSTALL).require();
                yield new RabbitBacklog(folder, "classic", 2);
            }
            case "rabbitmq-quorum" -> {
                new Peer("rabbitmq-server", RabbitProcess.INSTALL).require();
                yield new RabbitBacklog(folder, "quorum", 3);
            }
            default -> throw new IllegalArgumentException("--sides are " + ALL + ", not " + side);
        };
    }

    private static void row(Table table, String label, BacklogSide.Fate fate) {
        Ledger.Totals totals = fate.totals();
        long refused =
                totals.refusals().values().stream().mapToLong(count -> count).sum();
        table.row(
                label,
                "%,d, %,d, %,d".formatted(totals.sent(), totals.accepted(), refused),
                seconds(fate.acceptedWithin()),
                "%,d".formatted(totals.handled()),
                "%,d".formatted(totals.lost()),
                "%,d".formatted(totals.repeats() + totals.twice()),
                "%,d".formatted(totals.outOfOrder()),
                fate.allThere().map(ClusterBacklogBenchmark::seconds).orElse("never"));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
    }
}

package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.cluster.NodeCluster;
import io.caxton.benchmarks.relay.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** A cluster under steady load while nodes and links fail by a seed. Fails if anything is lost, out of order, or handled twice. */
public final class ClusterFaultsBenchmark implements Benchmark {
    private static final int EXPLAINED = 3;

    @Override
    public String name() {
        return "cluster-faults";
    }

    @Override
    public String description() {
        return "a cluster under load whose nodes are killed, frozen and restarted and whose links lose and break";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new TreeMap<>(Map.of(
                "nodes", "how many (default 3)",
                "rate", "messages a second over all of them (default 2000)",
                "conversations", "from each node to each recipient (default 40)",
                "seed", "of the faults (default 1)",
                "profile", "of membership (default local)",
                "heap", "of each node in MiB (default 384)",
                "calm", "how long there is none between two faults (default PT3S)",
                "drain", "how long is waited for what is open at the end (default PT10M)",
                "outcomes", "how many messages are asked for at the end (default 1000)"));
        options.putAll(Map.of(
                "before", "how long there is load before the first fault (default PT20S)",
                "down", "how long at most until a node that was killed is started again (default PT5S)",
                "stop", "how long a node is frozen (default PT15S)",
                "shortest", "how long the shortest partition lasts (default PT5S)",
                "longest", "how long the longest partition lasts (default PT60S)",
                "trouble", "how long other troubles of links last (default PT20S)",
                "loss", "percent of packets that are lost while packets are lost (default 20)",
                "backlog", "messages that wait for a node that is down, after all faults (default 10000, 0 for none)",
                "logs", "a directory that what the nodes print is copied to at the end",
                "backlog-down", "for how long it is down (default PT60S)"));
        options.put(
                "instances", "of each recipient, at as many nodes; only faults that drain keep order then (default 1)");
        options.put("forget-after", "how long members that failed are remembered (default PT24H)");
        for (FaultKind kind : FaultKind.values()) {
            options.put(kind.option(), "how often: " + kind.label() + " (default " + kind.normal() + ")");
        }
        return Map.copyOf(options);
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) throws Exception {
        int nodes = run.integer("nodes", 3, 2);
        long seed = run.integer("seed", 1, 1);
        String prefix = "f" + seed + "-";
        List<Fault> faults = Schedule.of(counts(run), nodes, times(run), seed);
        Ledger ledger = new Ledger(nodes);
        try (NodeCluster cluster = NodeCluster.start(run.scratch(), nodes, options(run, seed))) {
            try (Load load = Load.start(cluster, prefix, shape(run), ledger)) {
                run(new Trial(run, cluster, load, ledger), faults, seed, prefix);
            } finally {
                if (run.text("logs").isPresent()) {
                    cluster.copyLogs(Path.of(run.text("logs").get()));
                }
            }
        }
    }

    private static void run(Trial trial, List<Fault> faults, long seed, String prefix) throws Exception {
        Run run = trial.run();
        NodeCluster cluster = trial.cluster();
        double reached = trial.hold(faults, run.integer("rate", 2_000, 100));
        trial.drain();
        Table verdict = new Table("cluster under faults", "figure")
                .row("nodes, seed", cluster.size() + ", " + seed)
                .row("faults", Integer.toString(faults.size()))
                .row("reached, messages/s", String.format(Locale.ROOT, "%,.0f", reached));
        int backlog = run.integer("backlog", 10_000, 50);
        if (backlog > 0) {
            Duration down = run.duration("backlog-down", Duration.ofSeconds(60), Duration.ofSeconds(1));
            verdict.row(
                    "recipient's node down",
                    Backlog.measure(run, cluster, trial.load(), trial.ledger(), backlog, down)
                            .toString());
        }
        Ledger.Totals totals = trial.ledger().totals();
        Outcomes outcomes = new Outcomes(cluster, prefix);
        Map<String, Integer> told =
                outcomes.sample(run.integer("outcomes", 1_000, 20), totals.sent(), new Random(seed));
        rows(verdict, totals, told, cluster.relay().counts()).print(run.out());
        trial.delays().table().print(run.out());
        judge(run, totals, told, trial.ledger(), outcomes);
    }

    private static Load.Shape shape(Run run) {
        return new Load.Shape(run.integer("conversations", 40, 5), run.integer("instances", 1, 1));
    }

    private static Map<FaultKind, Integer> counts(Run run) {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            counts.put(kind, run.integer(kind.option(), kind.normal(), kind.smoke()));
        }
        return counts;
    }

    private static Schedule.Times times(Run run) {
        return new Schedule.Times(
                run.duration("stop", Duration.ofSeconds(15), Duration.ofSeconds(1)),
                run.duration("shortest", Duration.ofSeconds(5), Duration.ofSeconds(1)),
                run.duration("longest", Duration.ofSeconds(60), Duration.ofSeconds(2)),
                run.duration("trouble", Duration.ofSeconds(20), Duration.ofSeconds(1)),
                run.duration("down", Duration.ofSeconds(5), Duration.ofMillis(100)));
    }

    private static NodeCluster.Options options(Run run, long seed) {
        return new NodeCluster.Options(
                run.integer("heap", 384, 256),
                seed,
                List.of(
                        "--caxton.cluster.profile=" + run.text("profile").orElse("local"),
                        "--caxton.cluster.join-timeout=10s",
                        "--caxton.cluster.forget-after="
                                + run.duration("forget-after", Duration.ofDays(1), Duration.ofDays(1)),
                        "--caxton.delivery.lease=10s",
                        "--caxton.delivery.max-attempts=100",
                        "--caxton.delivery.initial-backoff=50ms",
                        "--caxton.delivery.max-backoff=1s",
                        "--caxton.delivery.max-mailbox-depth=1000000",
                        "--caxton.conversation.max-messages=100000000"));
    }

    private static Table rows(Table verdict, Ledger.Totals totals, Map<String, Integer> told, Relay.Counts relay) {
        return verdict.row(
                        "sent, accepted, handled",
                        "%,d, %,d, %,d".formatted(totals.sent(), totals.accepted(), totals.handled()))
                .row("lost", "%,d".formatted(totals.lost()))
                .row("came again", "%,d".formatted(totals.repeats()))
                .row("handled twice", "%,d".formatted(totals.twice()))
                .row("out of order", "%,d".formatted(totals.outOfOrder()))
                .row("told as failed", "%,d".formatted(totals.notices()))
                .row("said at the end by a node asked by chance", told.toString())
                .row("not taken at once, sent again", totals.refusals().toString())
                .row(
                        "packets passed, lost, repeated",
                        "%,d, %,d, %,d".formatted(relay.packets(), relay.packetsLost(), relay.packetsRepeated()))
                .row(
                        "connections, held up, turned away",
                        "%,d, %,d, %,d".formatted(relay.streams(), relay.streamsHeldUp(), relay.streamsTurnedAway()));
    }

    private static void judge(
            Run run, Ledger.Totals totals, Map<String, Integer> told, Ledger ledger, Outcomes outcomes)
            throws Exception {
        if (totals.isClean() && Outcomes.areAllHandled(told)) {
            return;
        }
        for (int number : ledger.lost(EXPLAINED)) {
            run.progress(outcomes.explain(number));
        }
        throw new IllegalStateException("a promise was broken: " + totals + ", outcomes " + told);
    }

    /** The load and what happens meanwhile. */
    private record Trial(Run run, NodeCluster cluster, Load load, Ledger ledger, Delays delays) {
        Trial(Run run, NodeCluster cluster, Load load, Ledger ledger) {
            this(run, cluster, load, ledger, new Delays());
        }

        /** How many a second were accepted meanwhile. */
        double hold(List<Fault> faults, int rate) throws Exception {
            Duration calm = run.duration("calm", Duration.ofSeconds(3), Duration.ofMillis(500));
            Faults happening = new Faults(cluster, run.integer("loss", 20, 20) / 100.0);
            long started = System.nanoTime();
            CompletableFuture<Void> pace = CompletableFuture.runAsync(() -> load.hold(rate));
            Thread.sleep(run.duration("before", Duration.ofSeconds(20), Duration.ofMillis(500))
                    .toMillis());
            delays.calm(ledger.deliveries());
            for (Fault fault : faults) {
                happening.happen(fault);
                ledger.whenHandled(nanos -> delays.recovered(fault.kind(), nanos));
                Thread.sleep(calm.toMillis());
                after(fault, ledger.deliveries(), (System.nanoTime() - started) / 1e9);
            }
            load.stop();
            pace.get();
            return ledger.totals().accepted() * 1e9 / (System.nanoTime() - started);
        }

        private void after(Fault fault, Histogram nanos, double seconds) {
            delays.during(fault.kind(), nanos);
            Ledger.Totals totals = ledger.totals();
            run.progress(
                    "%,7.0f s  %-22s %,9d accepted %,9d handled %,6d open %,6d again %d twice %d out of order",
                    seconds,
                    fault.kind().label(),
                    totals.accepted(),
                    totals.handled(),
                    totals.sent() - totals.handled(),
                    totals.repeats(),
                    totals.twice(),
                    totals.outOfOrder());
        }

        void drain() throws InterruptedException {
            Duration patience = run.duration("drain", Duration.ofMinutes(10), Duration.ofMinutes(1));
            if (!ledger.awaitHandled(patience.toNanos())) {
                run.progress("%,d are still open after %s", ledger.open(), patience);
            }
        }
    }
}

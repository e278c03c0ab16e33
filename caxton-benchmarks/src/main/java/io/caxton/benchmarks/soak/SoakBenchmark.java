package io.caxton.benchmarks.soak;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node at a share of its maximum for an hour: heap, memory, disk and latencies over time, and whether all was handled. */
public final class SoakBenchmark implements Benchmark {
    private static final int WINDOW = 512;
    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String description() {
        return "one node at 70 % of the maximum that is measured first, for an hour: growth, losses, latencies";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "hold", "how long the load is held (default PT1H)",
                "share", "percent of the maximum (default 70)",
                "rate", "messages a second, instead of a share of the maximum",
                "warm-up", "how long it runs at full speed before the maximum is measured (default PT30S)",
                "heap", "heap of the node in MiB (default 512)",
                "every", "how often it is sampled (default PT1M)",
                "diary", "file that every sample is written to (default target/soak.txt)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) throws Exception {
        List<String> jvm = List.of("-Xmx" + run.integer("heap", 512, 256) + "m");
        Diary diary = Diary.open(Path.of(run.text("diary").orElse("target/soak.txt")));
        run.progress("Every sample is written to " + diary.file());
        Ledger ledger = new Ledger();
        try (NodeProcess node = NodeProcess.start(run.scratch(), jvm);
                Traffic traffic = Traffic.start(node, ledger)) {
            Pace pace = new Pace(traffic, ledger);
            double rate = rate(run, pace, diary);
            double reached = hold(run, node, traffic, ledger, pace, rate, diary);
            boolean drained = ledger.awaitOpenBelow(1, DRAIN.toNanos());
            report(run, ledger.totals(), diary, rate, reached);
            if (!drained || ledger.totals().lost() > 0) {
                throw new IllegalStateException(ledger.totals().lost() + " accepted messages were not handled");
            }
        }
    }

    private static double rate(Run run, Pace pace, Diary diary) throws IOException, InterruptedException {
        if (run.text("rate").isPresent()) {
            return run.integer("rate", 0, 0);
        }
        pace.fastest(WINDOW, run.duration("warm-up", Duration.ofSeconds(30), Duration.ofSeconds(1)));
        double fastest = pace.fastest(WINDOW, run.round(Duration.ofSeconds(30)));
        int share = run.integer("share", 70, 70);
        String line = String.format(
                Locale.ROOT,
                "maximum: %,.0f sent, received and acknowledged a second; %d %% of it are held",
                fastest,
                share);
        run.progress(line);
        diary.write(line);
        return fastest * share / 100;
    }

    private static double hold(
            Run run, NodeProcess node, Traffic traffic, Ledger ledger, Pace pace, double rate, Diary diary)
            throws Exception {
        Duration hold = run.duration("hold", Duration.ofHours(1), Duration.ofSeconds(2));
        Duration every = run.duration("every", Duration.ofMinutes(1), Duration.ofSeconds(1));
        Path data = run.scratch().resolve("data");
        long started = System.nanoTime();
        long first = ledger.handledCount();
        traffic.accepts();
        traffic.deliveries();
        CompletableFuture<Void> pacing = CompletableFuture.runAsync(() -> pace.hold(rate, hold));
        long at = started;
        long before = first;
        while (!isDone(pacing, every)) {
            long now = System.nanoTime();
            long handled = ledger.handledCount();
            double perSecond = (handled - before) * 1e9 / (now - at);
            Sample sample = Sample.take(node.process(), data);
            run.progress(diary.add((now - started) / 60e9, perSecond, ledger, traffic, sample));
            at = now;
            before = handled;
        }
        return (ledger.handledCount() - first) * 1e9 / (System.nanoTime() - started);
    }

    private static boolean isDone(CompletableFuture<Void> pacing, Duration within) throws Exception {
        try {
            pacing.get(within.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException stillGoing) {
            return false;
        }
    }

    /** Growth is the live heap of the last sixth of the time against that of the second sixth: 10 minutes of an hour. */
    private static void report(Run run, Ledger.Totals totals, Diary diary, double rate, double reached)
            throws IOException {
        double minutes =
                run.duration("hold", Duration.ofHours(1), Duration.ofSeconds(2)).toMillis() / 60e3;
        double early = diary.liveHeap(minutes / 6, minutes / 3);
        double late = diary.liveHeap(minutes * 5 / 6, Double.MAX_VALUE);
        new Table("soak", "figure")
                .row("held for", String.format(Locale.ROOT, "%.1f minutes", minutes))
                .row("rate wanted, reached", String.format(Locale.ROOT, "%,.0f/s, %,.0f/s", rate, reached))
                .row(
                        "sent, accepted, handled",
                        "%,d, %,d, %,d".formatted(totals.sent(), totals.accepted(), totals.handled()))
                .row("lost, acknowledged twice", "%,d, %,d".formatted(totals.lost(), totals.twice()))
                .row(
                        "refused, without an answer, handed out again",
                        "%,d, %,d, %,d".formatted(totals.refused(), totals.unknown(), totals.repeats()))
                .row("live heap early, late", String.format(Locale.ROOT, "%.1f MiB, %.1f MiB", early, late))
                .row("growth of the live heap", String.format(Locale.ROOT, "%+.1f %%", 100 * (late - early) / early))
                .row(
                        "RSS at the end",
                        String.format(Locale.ROOT, "%.0f MiB", diary.last().residentBytes() / MIB))
                .row(
                        "data directory at the end",
                        String.format(Locale.ROOT, "%.0f MiB", diary.last().dataBytes() / MIB))
                .print(run.out());
        diary.write("finished: " + totals);
    }
}

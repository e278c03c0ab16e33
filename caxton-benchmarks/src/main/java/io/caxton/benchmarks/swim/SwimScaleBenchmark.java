package io.caxton.benchmarks.swim;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import io.caxton.simulation.swim.SwimScale;
import io.caxton.simulation.swim.SwimScale.Figures;
import io.caxton.simulation.swim.SwimScale.Setting;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Large clusters in virtual time: how fast a death is noticed, how often a live node is blamed, and what that costs to send. */
public final class SwimScaleBenchmark implements Benchmark {
    private static final String LOSSES = "0,0.01,0.05,0.2";
    private static final List<String> MODES = List.of("failures", "anomalies", "both");
    /** From here on a row takes minutes. */
    private static final int LARGE = 5_000;

    private static final String PAUSED = "0.05";

    @Override
    public String name() {
        return "swim-scale";
    }

    @Override
    public String description() {
        return "membership of 1,000 and 5,000 nodes in virtual time, with and without Lifeguard, under loss and pauses";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "mode",
                "failures or anomalies, the latter as in Lifeguard's paper (default both)",
                "members",
                "how many nodes, for example 1000,5000, which takes hours and HEAP=6g (default 1000)",
                "losses",
                "which shares of the packets are lost (default " + LOSSES + ")",
                "paused",
                "which share of the nodes is stopped now and then; 0 leaves it out (default " + PAUSED + ")",
                "kills",
                "how many of them die, one after the other (default 10, of 5,000 and more 3)",
                "between",
                "how long it is waited after each (default PT30S)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) {
        String mode = run.text("mode").orElse("both");
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException("--mode wants one of " + String.join(", ", MODES));
        }
        if (!mode.equals("anomalies")) {
            failures(run);
        }
        if (!mode.equals("failures")) {
            new SwimAnomalyTable(run).measureAndPrint();
        }
    }

    private static void failures(Run run) {
        Table table = new Table(
                "members",
                "Lifeguard",
                "loss",
                "paused",
                "first suspicion s",
                "declared s",
                "last knows s",
                "FP, FP-, about paused",
                "packets/s",
                "bytes/s",
                "stream bytes/s");
        String sizes = run.text("members").orElse(run.smoke() ? "50" : "1000");
        for (String size : sizes.split(",", -1)) {
            for (boolean lifeguard : List.of(true, false)) {
                for (String loss : run.text("losses").orElse(LOSSES).split(",", -1)) {
                    measure(run, table, Integer.parseInt(size), lifeguard, Double.parseDouble(loss), 0);
                }
                double paused = Double.parseDouble(run.text("paused").orElse(PAUSED));
                if (paused > 0) {
                    measure(run, table, Integer.parseInt(size), lifeguard, 0, paused);
                }
            }
        }
        table.print(run.out());
    }

    private static void measure(Run run, Table table, int members, boolean lifeguard, double loss, double paused) {
        SwimSettings settings = lifeguard
                ? SwimSettings.LAN
                : SwimSettings.builder().withoutLifeguard().build();
        Duration between = run.duration("between", Duration.ofSeconds(30), Duration.ofSeconds(30));
        int kills = run.integer("kills", members < LARGE ? 10 : 3, 2);
        Figures figures = SwimScale.measure(new Setting(settings, members, loss, paused, kills, between, 1));
        run.progress("%d members, loss %.2f, paused %.2f, Lifeguard %s: %s", members, loss, paused, lifeguard, figures);
        table.row(
                String.format(Locale.ROOT, "%,d", members),
                lifeguard ? "yes" : "no",
                percent(loss),
                percent(paused),
                seconds(figures.suspected()),
                seconds(figures.failed()),
                seconds(figures.known()),
                SwimAnomalyTable.counts(figures.falsePositives()),
                String.format(Locale.ROOT, "%.1f", figures.packetsPerNodePerSecond()),
                String.format(Locale.ROOT, "%,.0f", figures.bytesPerNodePerSecond()),
                String.format(Locale.ROOT, "%,.0f", figures.streamBytesPerNodePerSecond()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** Median and range, and how many there were. */
    private static String seconds(List<Duration> times) {
        if (times.isEmpty()) {
            return "none";
        }
        double[] sorted = times.stream()
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f), %d",
                sorted[sorted.length / 2],
                sorted[0],
                Arrays.stream(sorted).max().orElseThrow(),
                sorted.length);
    }
}

package io.caxton.benchmarks.swim;

import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import io.caxton.simulation.swim.FalsePositives;
import io.caxton.simulation.swim.SwimAnomalies;
import io.caxton.simulation.swim.SwimAnomalies.Setting;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Lifeguard's paper once more: false positives while some of 128 members cannot keep up with their messages. */
final class SwimAnomalyTable {
    private static final int MEMBERS = 128;
    private static final Duration TIME = Duration.ofMinutes(2);
    private static final List<Integer> SLOW = List.of(1, 4, 8, 16, 32);
    private static final List<Duration> BLOCKED = millis(128, 2_048, 8_192, 16_384, 32_768);
    private static final List<Duration> BETWEEN = millis(64, 1_024, 16_384);
    private static final FalsePositives NONE = new FalsePositives(0, 0, 0, 0);

    private final Run run;
    private final Map<Integer, Pair> bySlow = new TreeMap<>();
    private final Map<Duration, Pair> byBlocked = new TreeMap<>();
    private Pair all = new Pair(NONE, NONE);

    private record Pair(FalsePositives without, FalsePositives with) {
        Pair plus(Pair other) {
            return new Pair(without.plus(other.without), with.plus(other.with));
        }
    }

    SwimAnomalyTable(Run run) {
        this.run = run;
    }

    private static List<Duration> millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
    }

    void measureAndPrint() {
        for (int slow : run.smoke() ? List.of(4) : SLOW) {
            for (Duration blocked : run.smoke() ? millis(16_384) : BLOCKED) {
                for (Duration between : run.smoke() ? millis(1_024) : BETWEEN) {
                    measure(slow, blocked, between);
                }
            }
        }
        Table table = new Table(
                "128 members, false positives", "SWIM: FP", "FP-", "with Lifeguard: FP", "FP-", "FP left", "FP- left");
        bySlow.forEach((slow, pair) -> row(table, slow + " blocked at a time", pair));
        byBlocked.forEach((blocked, pair) -> row(table, "blocked for " + blocked.toMillis() + " ms", pair));
        row(table, "all", all);
        table.print(run.out());
    }

    private void measure(int slow, Duration blocked, Duration between) {
        Pair pair = new Pair(
                measure(SwimSettings.builder().withoutLifeguard().build(), slow, blocked, between),
                measure(SwimSettings.LAN, slow, blocked, between));
        bySlow.merge(slow, pair, Pair::plus);
        byBlocked.merge(blocked, pair, Pair::plus);
        all = all.plus(pair);
        run.progress("%d blocked for %s, then %s not: %s", slow, blocked, between, pair);
    }

    private FalsePositives measure(SwimSettings settings, int slow, Duration blocked, Duration between) {
        Duration time = run.smoke() ? Duration.ofSeconds(20) : TIME;
        return SwimAnomalies.measure(new Setting(settings, MEMBERS, slow, blocked, between, time, 1));
    }

    private static void row(Table table, String what, Pair pair) {
        table.row(
                what,
                count(pair.without().aboutHealthy()),
                count(pair.without().atHealthy()),
                count(pair.with().aboutHealthy()),
                count(pair.with().atHealthy()),
                share(pair.with().aboutHealthy(), pair.without().aboutHealthy()),
                share(pair.with().atHealthy(), pair.without().atHealthy()));
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.2f %%", part * 100.0 / whole);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** As in a row of another table. */
    static String counts(FalsePositives found) {
        return count(found.aboutHealthy()) + ", " + count(found.atHealthy()) + ", " + count(found.aboutImpaired());
    }
}

package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.Table;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How long messages took, by what was going on when they came. */
final class Delays {
    private static final double NANOS = 1e9;

    private final Histogram calm = new Histogram(3);
    private final Map<FaultKind, Histogram> during = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Integer> times = new EnumMap<>(FaultKind.class);

    /** Those that came before any fault. */
    void calm(Histogram nanos) {
        calm.add(nanos);
    }

    /** Those that came between the start of a fault and the next one. */
    void during(FaultKind kind, Histogram nanos) {
        during.computeIfAbsent(kind, any -> new Histogram(3)).add(nanos);
        times.merge(kind, 1, Integer::sum);
    }

    Table table() {
        Table table = new Table("from a send to its arrival", "times", "messages", "p50 s", "p99 s", "worst s");
        row(table, "before any fault", "", calm);
        during.forEach((kind, nanos) -> row(table, kind.label(), String.valueOf(times.get(kind)), nanos));
        return table;
    }

    private static void row(Table table, String label, String times, Histogram nanos) {
        table.row(
                label,
                times,
                String.format(Locale.ROOT, "%,d", nanos.getTotalCount()),
                seconds(nanos.getValueAtPercentile(50)),
                seconds(nanos.getValueAtPercentile(99)),
                seconds(nanos.getMaxValue()));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS);
    }
}

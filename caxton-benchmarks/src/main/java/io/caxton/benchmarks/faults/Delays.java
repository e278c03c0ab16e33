package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.Table;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How long messages took, by what was going on when they came. Safe for use by several threads. */
final class Delays {
    private static final double NANOS = 1e9;

    private final Histogram calm = new Histogram(3);
    private final Map<FaultKind, Histogram> during = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Integer> times = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Histogram> recovered = new EnumMap<>(FaultKind.class);

    /** Those that came before any fault. */
    synchronized void calm(Histogram nanos) {
        calm.add(nanos);
    }

    /** Those that came between the start of a fault and the next one. */
    synchronized void during(FaultKind kind, Histogram nanos) {
        during.computeIfAbsent(kind, any -> new Histogram(3)).add(nanos);
        times.merge(kind, 1, Integer::sum);
    }

    /** So long after the end of a fault all that was sent before its end had come. */
    synchronized void recovered(FaultKind kind, long nanos) {
        recovered.computeIfAbsent(kind, any -> new Histogram(3)).recordValue(nanos);
    }

    synchronized Table table() {
        Table table = new Table(
                "from a send to its arrival",
                "times",
                "messages",
                "p50 s",
                "p99 s",
                "worst s",
                "all there after it was over: p50 s",
                "worst s");
        row(table, "before any fault", "", calm, new Histogram(3));
        during.forEach((kind, nanos) -> row(
                table,
                kind.label(),
                String.valueOf(times.get(kind)),
                nanos,
                recovered.getOrDefault(kind, new Histogram(3))));
        return table;
    }

    private static void row(Table table, String label, String times, Histogram nanos, Histogram recovered) {
        table.row(
                label,
                times,
                String.format(Locale.ROOT, "%,d", nanos.getTotalCount()),
                seconds(nanos.getValueAtPercentile(50)),
                seconds(nanos.getValueAtPercentile(99)),
                seconds(nanos.getMaxValue()),
                recovered.getTotalCount() == 0 ? "" : seconds(recovered.getValueAtPercentile(50)),
                recovered.getTotalCount() == 0 ? "" : seconds(recovered.getMaxValue()));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS);
    }
}

package io.caxton.benchmarks;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Latencies of an interval, in milliseconds.
 *
 * @param p50 half of them are at most this
 * @param p99 and all but a hundredth at most this
 */
public record Quantiles(double p50, double p99) {
    private static final double NANOS = 1e6;

    /** Of latencies in nanoseconds. */
    public static Quantiles of(Histogram nanos) {
        return new Quantiles(nanos.getValueAtPercentile(50) / NANOS, nanos.getValueAtPercentile(99) / NANOS);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f / %.1f", p50, p99);
    }
}

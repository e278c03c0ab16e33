package io.caxton.benchmarks.accept;

import java.util.Arrays;

/**
 * One round of one kind.
 *
 * @param p50Micros what half of the requests took at most; 0 if not measured
 */
record Sample(double perSecond, double p50Micros, double p99Micros) {
    static Sample of(long count, long nanos, long[] latencies) {
        Arrays.sort(latencies);
        return new Sample(count * 1e9 / nanos, percentile(latencies, 50), percentile(latencies, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / 1e3;
    }
}

package io.caxton.benchmarks.accept;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * One round of one kind.
 *
 * @param cpuMicros processor time of the whole process for each; hardly changed by what else the machine does
 * @param p50Micros what half of the requests took at most; 0 if not measured
 */
record Sample(double perSecond, double cpuMicros, double p50Micros, double p99Micros) {
    static Sample of(long count, long nanos, long cpuNanos, long[] latencies) {
        Arrays.sort(latencies);
        return new Sample(
                count * 1e9 / nanos,
                cpuNanos / 1e3 / Math.max(1, count),
                percentile(latencies, 50),
                percentile(latencies, 99));
    }

    /** The processor time this process has taken. */
    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / 1e3;
    }
}

package io.caxton.benchmarks.accept;

import io.caxton.benchmarks.Quantiles;
import io.caxton.benchmarks.Result;
import io.caxton.benchmarks.process.OwnProcess;
import org.HdrHistogram.Histogram;

/** Runs from its making on. */
final class Stopwatch {
    private final long cpu = OwnProcess.cpuNanos();
    private final long started = System.nanoTime();

    long started() {
        return started;
    }

    /** Of commits or accepts, each with the nanoseconds it took and so many messages. */
    Sample stop(Histogram nanos, int messagesEach) {
        double seconds = (System.nanoTime() - started) / 1e9;
        double cpuMicros = (OwnProcess.cpuNanos() - cpu) / 1e3;
        long messages = Math.max(1, nanos.getTotalCount() * messagesEach);
        return new Sample(new Result(messages / seconds, Quantiles.of(nanos)), cpuMicros / messages);
    }
}

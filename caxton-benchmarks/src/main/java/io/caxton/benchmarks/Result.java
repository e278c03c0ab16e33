package io.caxton.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * What one side gave in one round.
 *
 * @param perSecond how many were done
 * @param took how long each took
 */
public record Result(double perSecond, Quantiles took) {
    /** Of everything that was done in so many seconds, each with the nanoseconds it took. */
    public static Result of(Histogram nanos, double seconds) {
        return new Result(nanos.getTotalCount() / seconds, Quantiles.of(nanos));
    }
}

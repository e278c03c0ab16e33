package io.caxton.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * What several rounds gave.
 *
 * @param median the middle one; of an even number, the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
public record Spread(double median, double min, double max) {

    /** Of the figures of all rounds, of which there is at least one. */
    public static Spread of(double... rounds) {
        if (rounds.length == 0) {
            throw new IllegalArgumentException("no round was measured");
        }
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Of one figure of each round, of which there is at least one. */
    public static <R> Spread of(List<R> rounds, ToDoubleFunction<R> figure) {
        return of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** In another unit. */
    public Spread map(DoubleUnaryOperator unit) {
        return new Spread(unit.applyAsDouble(median), unit.applyAsDouble(min), unit.applyAsDouble(max));
    }

    /** As {@code 1,234 (1,100 to 1,300)}. */
    public String whole() {
        return text("%,.0f");
    }

    /** As {@code 1.23 (1.10 to 1.30)}. */
    public String decimal() {
        return text("%,.2f");
    }

    private String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median, min, max);
    }
}

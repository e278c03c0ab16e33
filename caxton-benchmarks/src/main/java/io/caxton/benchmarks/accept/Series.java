package io.caxton.benchmarks.accept;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rounds of one kind. */
final class Series {
    private final String name;
    private final List<Sample> samples = new ArrayList<>();

    Series(String name) {
        this.name = name;
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    private double median(ToDoubleFunction<Sample> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    String describe(Series reference) {
        return String.format(
                Locale.ROOT,
                "%-26s %,9.0f a second (%,.0f to %,.0f), p50 %,7.0f us, p99 %,7.0f us, ratio %.2f, cpu %.1f us each",
                name,
                median(Sample::perSecond),
                samples.stream().mapToDouble(Sample::perSecond).min().orElse(0),
                samples.stream().mapToDouble(Sample::perSecond).max().orElse(0),
                median(Sample::p50Micros),
                median(Sample::p99Micros),
                median(Sample::perSecond) / reference.median(Sample::perSecond),
                median(Sample::cpuMicros));
    }
}

package io.caxton.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one side, as a row of the table that compares it with others. */
public final class Series {
    private final String name;
    private final List<Round> rounds = new ArrayList<>();

    private record Round(Result result, double cpuMicros) {}

    /** Without a round yet. */
    public Series(String name) {
        this.name = name;
    }

    /** A table for rows of this kind. */
    public static Table table(String what, String unit) {
        return new Table(what, unit + "s/s", "p50 ms", "p99 ms", "CPU µs a " + unit);
    }

    /** One more round, and the processor time that the side took for each thing it did. */
    public void add(Result result, double cpuMicros) {
        rounds.add(new Round(result, cpuMicros));
    }

    /** How many a second, in the last round. */
    public double lastPerSecond() {
        return rounds.get(rounds.size() - 1).result().perSecond();
    }

    /** Its row. */
    public void addTo(Table table) {
        table.row(
                name,
                spread(one -> one.result().perSecond()).whole(),
                spread(one -> one.result().took().p50()).decimal(),
                spread(one -> one.result().took().p99()).decimal(),
                spread(Round::cpuMicros).decimal());
    }

    /** The row that says how many times as many a second this side does as the other, round by round. */
    public void addRatioTo(Table table, String what, Series other) {
        double[] ratios = new double[rounds.size()];
        Arrays.setAll(
                ratios,
                i -> rounds.get(i).result().perSecond()
                        / other.rounds.get(i).result().perSecond());
        table.row("ratio " + what, Spread.of(ratios).decimal(), "", "", "");
    }

    private Spread spread(ToDoubleFunction<Round> figure) {
        return Spread.of(rounds, figure);
    }
}

package io.caxton.benchmarks.routing;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import io.caxton.core.message.Routing.Balance;
import io.caxton.core.message.Routing.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a routing decision takes of the thread that makes it, by how many agents there are. */
public final class RoutingBenchmark implements Benchmark {
    private static final List<Integer> SIZES = List.of(10, 1_000, 100_000);
    private static final List<Integer> SMALL_SIZES = List.of(10, 100, 1_000);
    private static final int RARE = 10;
    private static final int WARM_UP_ROUNDS = 3;

    @Override
    public String name() {
        return "routing";
    }

    @Override
    public String description() {
        return "a routing decision among 10, 1,000 and 100,000 agents: by name, by capability, broadcast to ten";
    }

    @Override
    public Map<String, String> options() {
        return Map.of();
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) throws Exception {
        List<Integer> sizes = run.smoke() ? SMALL_SIZES : SIZES;
        Map<String, List<Case>> rows = new LinkedHashMap<>();
        for (int agents : sizes) {
            addCases(rows, agents);
        }
        Duration time = run.round(Duration.ofMillis(200), Duration.ofMillis(1));
        run.forEachRound(WARM_UP_ROUNDS, (number, counts) -> {
            for (List<Case> row : rows.values()) {
                for (Case one : row) {
                    double micros = one.measure(time);
                    if (counts) {
                        one.count(micros);
                    }
                }
            }
            run.progress("round %d", number);
        });
        Table table = new Table(
                "a decision, CPU µs", sizes.stream().map(size -> String.format(Locale.ROOT, "%,d agents", size)));
        rows.forEach((what, row) ->
                table.row(what, row.stream().map(one -> one.spread().decimal())));
        table.print(run.out());
    }

    private static void addCases(Map<String, List<Case>> rows, int agents) {
        Neighbourhood among = new Neighbourhood(agents);
        Neighbourhood namesakes = new Neighbourhood(agents, "worker");
        add(rows, "by name", new Case(among, among.byName(Balance.ROUND_ROBIN), 1));
        for (Balance balance : Balance.values()) {
            String how = balance.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            add(
                    rows,
                    "by capability, " + how,
                    new Case(among, among.byCapability("common", Strategy.SINGLE, balance), 1));
            add(
                    rows,
                    "instances of one name, " + how,
                    new Case(namesakes, List.of(Neighbourhood.toName("worker", balance)), 1));
        }
        add(
                rows,
                "broadcast to ten",
                new Case(among, among.byCapability("rare", Strategy.BROADCAST, Balance.ROUND_ROBIN), RARE));
    }

    private static void add(Map<String, List<Case>> rows, String what, Case one) {
        rows.computeIfAbsent(what, missing -> new ArrayList<>()).add(one);
    }
}

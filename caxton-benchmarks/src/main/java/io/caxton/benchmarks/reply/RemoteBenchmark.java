package io.caxton.benchmarks.reply;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Result;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Series;
import io.caxton.benchmarks.Spread;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.cluster.NodePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What it costs that two agents are at two nodes: request to reply, and messages one way, beside the same on one node. */
public final class RemoteBenchmark implements Benchmark {
    private static final int WINDOW = 800;
    private static final String RATES = "2000,5000,10000";

    @Override
    public String name() {
        return "remote";
    }

    @Override
    public String description() {
        return "request to reply and messages one way between agents of two nodes, beside the same on one node";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "rate",
                        "messages a second for request to reply at a steady rate, two an exchange (default " + RATES
                                + ")",
                "window", "messages one way that are open at once (default " + WINDOW + ")",
                "warm-up", "how long each side runs before it counts (default PT10S)",
                "delivery", "of requests and replies (default at_least_once)",
                "parts", "which of reply,rate,one-way (default all)",
                "heap", "heap of each node in MiB (default 512)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) throws Exception {
        List<String> parts =
                Arrays.asList(run.text("parts").orElse("reply,rate,one-way").split(",", -1));
        String delivery = run.text("delivery").orElse("at_least_once");
        try (Started started = new Started()) {
            NodePair pair =
                    started.add(NodePair.start(run.scratch(), List.of("-Xmx" + run.integer("heap", 512, 256) + "m")));
            if (parts.contains("one-way")) {
                oneWay(run, pair, started);
            }
            if (parts.contains("reply") || parts.contains("rate")) {
                Side remote = started.add(LinkSide.remote(pair, delivery));
                if (parts.contains("reply")) {
                    Side local = started.add(LinkSide.local(pair, delivery));
                    ReplyBenchmark.measure(run, "request to reply, " + delivery, List.of(local, remote));
                }
                if (parts.contains("rate")) {
                    atRates(run, remote);
                }
            }
        }
    }

    private static void atRates(Run run, Side remote) throws InterruptedException {
        Table table =
                new Table("request to reply over two nodes", "messages/s wanted", "messages/s", "p50 ms", "p99 ms");
        Exchanges.run(remote, 1, warmUp(run));
        for (String wanted :
                run.text("rate").orElse(run.smoke() ? "100" : RATES).split(",", -1)) {
            List<Result> rounds = new ArrayList<>();
            for (int i = 0; i < run.rounds(); i++) {
                Result result = OpenLoop.run(remote, Double.parseDouble(wanted) / 2, run.round(Duration.ofSeconds(5)));
                rounds.add(result);
                run.progress("%s messages/s, round %d: %s ms", wanted, i + 1, result.took());
            }
            table.row(
                    remote.label(),
                    wanted,
                    Spread.of(rounds, Result::perSecond)
                            .map(exchanges -> 2 * exchanges)
                            .whole(),
                    Spread.of(rounds, result -> result.took().p50()).decimal(),
                    Spread.of(rounds, result -> result.took().p99()).decimal());
        }
        table.print(run.out());
    }

    private static void oneWay(Run run, NodePair pair, Started started) throws Exception {
        int window = run.integer("window", WINDOW, 10);
        Side local = started.add(OneWaySide.local(pair));
        Side remote = started.add(OneWaySide.remote(pair));
        Series here = new Series("messages one way, " + local.label());
        Series there = new Series("messages one way, " + remote.label());
        Exchanges.run(local, window, warmUp(run));
        Exchanges.run(remote, window, warmUp(run));
        for (int i = 0; i < run.rounds(); i++) {
            oneWay(run, pair, local, window, here);
            oneWay(run, pair, remote, window, there);
        }
        Table table = Series.table("at least once, " + window + " open", "message");
        here.addTo(table);
        there.addTo(table);
        there.addRatioTo(table, "two nodes / one node", here);
        table.print(run.out());
    }

    private static void oneWay(Run run, NodePair pair, Side side, int window, Series series)
            throws InterruptedException {
        double before = pair.cpuSeconds();
        long from = System.nanoTime();
        Result result = Exchanges.run(side, window, run.round(Duration.ofSeconds(5)));
        double done = result.perSecond() * (System.nanoTime() - from) / 1e9;
        series.add(result, (pair.cpuSeconds() - before) * 1e6 / done);
        run.progress("one way, %s: %,.0f/s", side.label(), result.perSecond());
    }

    private static Duration warmUp(Run run) {
        return run.duration("warm-up", Duration.ofSeconds(10), Duration.ofMillis(300));
    }
}

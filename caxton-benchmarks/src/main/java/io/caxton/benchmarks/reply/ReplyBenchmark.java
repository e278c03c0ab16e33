package io.caxton.benchmarks.reply;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Result;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Spread;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.brokers.NatsProcess;
import io.caxton.benchmarks.brokers.RabbitProcess;
import io.caxton.benchmarks.process.NodeProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Request to reply between two agents, over the WebSocket link and over brokers. */
public final class ReplyBenchmark implements Benchmark {
    private static final int[] CONCURRENCY = {1, 32};
    private static final String ALL = "link,nats,jetstream,rabbitmq";
    private static final String INSTALL_NATS =
            "Debian: apt-get install nats-server; or name one with --nats-server=PATH.";
    private static final String INSTALL_RABBIT = "Debian: apt-get install rabbitmq-server.";

    @Override
    public String name() {
        return "reply";
    }

    @Override
    public String description() {
        return "request to reply between two agents over the link, beside NATS, JetStream and RabbitMQ, 1 and 32 at once";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "sides", "which of " + ALL + " (default all of them; with --smoke, link alone)",
                "warm-up", "how long each side runs before it counts (default PT10S)",
                "heap", "heap of the node in MiB (default 512)",
                "nats-server", "program to start as NATS (default nats-server; from 2.10 on it can sync every write)");
    }

    /** None in general: which are needed depends on the sides. */
    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void run(Run run) throws Exception {
        Set<String> wanted =
                Set.of(run.text("sides").orElse(run.smoke() ? "link" : ALL).split(",", -1));
        try (Started started = new Started()) {
            List<Side> atMostOnce = new ArrayList<>();
            List<Side> atLeastOnce = new ArrayList<>();
            if (wanted.contains("link")) {
                List<String> jvm = List.of("-Xmx" + run.integer("heap", 512, 256) + "m");
                NodeProcess node = started.add(NodeProcess.start(run.scratch(), jvm));
                atMostOnce.add(started.add(LinkSide.atMostOnce(node)));
                atLeastOnce.add(started.add(LinkSide.atLeastOnce(node)));
            }
            if (wanted.contains("nats") || wanted.contains("jetstream")) {
                String program = run.text("nats-server").orElse("nats-server");
                new Peer(program, INSTALL_NATS).require();
                NatsProcess nats = started.add(NatsProcess.start(program, run.scratch()));
                if (wanted.contains("nats")) {
                    atMostOnce.add(started.add(NatsSide.open(nats)));
                }
                if (wanted.contains("jetstream")) {
                    atLeastOnce.add(started.add(JetStreamSide.open(nats)));
                }
            }
            if (wanted.contains("rabbitmq")) {
                new Peer("rabbitmq-server", INSTALL_RABBIT).require();
                RabbitProcess rabbit = started.add(RabbitProcess.start(run.scratch()));
                atLeastOnce.add(started.add(RabbitSide.open(rabbit)));
            }
            measure(run, "at most once", atMostOnce);
            measure(run, "at least once", atLeastOnce);
        }
    }

    /** Prints a table of all sides, 1 and 32 at once. */
    static void measure(Run run, String promise, List<Side> sides) throws InterruptedException {
        if (sides.isEmpty()) {
            return;
        }
        Duration warmUp = run.duration("warm-up", Duration.ofSeconds(10), Duration.ofMillis(300));
        for (Side side : sides) {
            Exchanges.run(side, CONCURRENCY[1], warmUp);
        }
        Table table = new Table(promise, "at once", "exchanges/s", "p50 ms", "p99 ms");
        for (int concurrency : CONCURRENCY) {
            Map<Side, List<Result>> results = new LinkedHashMap<>();
            for (int i = 0; i < run.rounds(); i++) {
                for (Side side : sides) {
                    Result result = Exchanges.run(side, concurrency, run.round(Duration.ofSeconds(5)));
                    results.computeIfAbsent(side, one -> new ArrayList<>()).add(result);
                    run.progress(
                            "%d at once, round %d, %s: %,.0f/s", concurrency, i + 1, side.label(), result.perSecond());
                }
            }
            results.forEach((side, rounds) -> table.row(
                    side.label(),
                    Integer.toString(concurrency),
                    Spread.of(rounds, Result::perSecond).whole(),
                    Spread.of(rounds, result -> result.took().p50()).decimal(),
                    Spread.of(rounds, result -> result.took().p99()).decimal()));
        }
        table.print(run.out());
    }
}

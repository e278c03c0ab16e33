package io.caxton.benchmarks.http;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Result;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Series;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.process.ChildProcess;
import io.caxton.benchmarks.process.NodeProcess;
import io.caxton.benchmarks.wire.ClosedLoop;
import io.caxton.benchmarks.wire.HttpRequests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How much of what Spring and Tomcat give is left when every request is routed, stored and synced. */
public final class HttpAcceptBenchmark implements Benchmark {
    private static final String MESSAGE = "{\"performative\":\"inform\",\"sender\":\"bench\",\"receiver\":\"worker\","
            + "\"delivery\":\"at_least_once\",\"content\":\"" + "x".repeat(1_022) + "\"}";
    private static final String DEPTH = "--caxton.delivery.max-mailbox-depth=100000000";

    @Override
    public String name() {
        return "http-accept";
    }

    @Override
    public String description() {
        return "POST /api/v1/messages, 1 KiB, durable, beside a Spring endpoint that only parses and answers";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "connections", "how many requests are open at once (default 64)",
                "heap", "heap of either side in MiB (default 2048; the mailbox is never emptied)",
                "warm-up", "how long either side runs before it counts (default PT40S)",
                "jvm", "further JVM options of the node alone, separated by spaces, for example for a profile");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    private record Side(int port, ChildProcess process) {}

    @Override
    public void run(Run run) throws Exception {
        List<String> jvm =
                List.of("-Xmx" + run.integer("heap", 2_048, 256) + "m", "--enable-native-access=ALL-UNNAMED");
        List<String> nodeJvm = new ArrayList<>(jvm);
        run.text("jvm").ifPresent(more -> nodeJvm.addAll(Arrays.asList(more.split(" ", -1))));
        try (NodeProcess node = NodeProcess.start(run.scratch(), nodeJvm, DEPTH);
                TrivialProcess trivial = TrivialProcess.start(run.scratch(), jvm)) {
            node.register("worker", 1);
            measure(run, new Side(node.port(), node.process()), new Side(trivial.port(), trivial.process()));
        }
    }

    private static void measure(Run run, Side node, Side trivial) throws IOException, InterruptedException {
        Duration warmUp = run.duration("warm-up", Duration.ofSeconds(40), Duration.ofMillis(300));
        Duration time = run.round(Duration.ofSeconds(10));
        measure(run, node, warmUp, new Series("warm-up"));
        measure(run, trivial, warmUp, new Series("warm-up"));
        Series nodes = new Series("node: routed, stored, synced");
        Series trivials = new Series("trivial Spring endpoint");
        for (int i = 0; i < run.rounds(); i++) {
            measure(run, node, time, nodes);
            measure(run, trivial, time, trivials);
            run.progress(
                    "round %d: node %,.0f/s, trivial %,.0f/s", i + 1, nodes.lastPerSecond(), trivials.lastPerSecond());
        }
        Table table = Series.table("accept over HTTP", "request");
        nodes.addTo(table);
        trivials.addTo(table);
        nodes.addRatioTo(table, "node / trivial", trivials);
        table.print(run.out());
    }

    private static void measure(Run run, Side side, Duration time, Series series)
            throws IOException, InterruptedException {
        double before = side.process().cpuSeconds();
        Result result = ClosedLoop.run(
                side.port(),
                HttpRequests.post("/api/v1/messages", MESSAGE),
                202,
                run.integer("connections", 64, 4),
                time);
        double cpu = side.process().cpuSeconds() - before;
        series.add(result, cpu * 1e6 / (result.perSecond() * time.toNanos() / 1e9));
    }
}

package io.caxton.benchmarks.start;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Spread;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** From the start of a process to its readiness, and its resident memory, for several ways to start it. */
public final class StartBenchmark implements Benchmark {
    private static final String MESSAGE = "{\"performative\":\"inform\",\"sender\":\"bench\",\"receiver\":\"worker\","
            + "\"content\":\"" + "x".repeat(1_022) + "\"}";
    private static final String[] SMALL = {"-XX:+UseSerialGC", "-Xms32m", "-Xmx128m", "-Xss512k"};
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "time to readiness and resident memory: plain jar, extracted jar, class archive, flags for little memory";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("java-homes", "JDKs to start on, separated by commas (default the one that runs this)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    private record Start(double seconds, double cpuSeconds, double readyMib, double usedMib) {}

    @Override
    public void run(Run run) throws Exception {
        List<Layout.Variant> variants = new ArrayList<>();
        for (String home :
                run.text("java-homes").orElse(System.getProperty("java.home")).split(",", -1)) {
            Layout layout = Layout.prepare(Jdk.at(home), run.scratch());
            variants.add(layout.plain());
            Layout.Variant archived = layout.archived();
            if (!run.smoke()) {
                variants.add(layout.extractedJar());
                variants.add(archived);
                variants.add(archived.with("C1 only", "-XX:TieredStopAtLevel=1").with("small", SMALL));
            }
            variants.add(archived.with("small", SMALL));
        }
        Map<Layout.Variant, List<Start>> starts = new LinkedHashMap<>();
        for (int i = 0; i < run.rounds(); i++) {
            for (Layout.Variant variant : variants) {
                Path folder = Files.createTempDirectory(run.scratch(), "start-");
                Start start = start(run, variant, folder);
                starts.computeIfAbsent(variant, one -> new ArrayList<>()).add(start);
                run.progress(
                        "round %d, %s: ready after %.2f s, %.0f MiB",
                        i + 1, variant.label(), start.seconds(), start.readyMib());
            }
        }
        report(run, starts);
    }

    private static Start start(Run run, Layout.Variant variant, Path folder) throws IOException, InterruptedException {
        long started = System.nanoTime();
        try (NodeProcess node = NodeProcess.launch(folder, variant.command())) {
            node.awaitReady();
            double seconds = (System.nanoTime() - started) / 1e9;
            double cpu = node.process().cpuSeconds();
            double ready = node.process().residentBytes() / MIB;
            node.register("worker", 1);
            int messages = run.smoke() ? 10 : 1_000;
            for (int i = 0; i < messages; i++) {
                int status = node.post("/api/v1/messages", MESSAGE).statusCode();
                if (status != 202) {
                    throw new IOException("a message was answered " + status);
                }
            }
            return new Start(seconds, cpu, ready, node.process().residentBytes() / MIB);
        }
    }

    private static void report(Run run, Map<Layout.Variant, List<Start>> starts) {
        Table table = new Table(
                "start",
                "ready after s",
                "CPU s until ready",
                "RSS when ready, MiB",
                "RSS after 1,000 messages, MiB",
                "sooner than the plain jar");
        double plain = 1;
        for (Map.Entry<Layout.Variant, List<Start>> entry : starts.entrySet()) {
            Spread seconds = Spread.of(entry.getValue(), Start::seconds);
            if (entry.getKey().label().contains("plain")) {
                plain = seconds.median();
            }
            table.row(
                    entry.getKey().label(),
                    seconds.decimal(),
                    Spread.of(entry.getValue(), Start::cpuSeconds).decimal(),
                    Spread.of(entry.getValue(), Start::readyMib).whole(),
                    Spread.of(entry.getValue(), Start::usedMib).whole(),
                    String.format(Locale.ROOT, "%.2f times", plain / seconds.median()));
        }
        table.print(run.out());
    }
}

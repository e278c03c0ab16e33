package io.caxton.benchmarks.accept;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Deletion;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Series;
import io.caxton.benchmarks.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What an accept that is on disk before its sender goes on costs beside a bare insert into SQLite. */
public final class AcceptBenchmark implements Benchmark {
    private final Kind bareOne = new Kind("bare insert, 1 a commit", (file, time) -> BareInserts.run(file, 1, time));
    private final Kind bareHundred =
            new Kind("bare insert, 100 a commit", (file, time) -> BareInserts.run(file, 100, time));
    private final Kind oneSender = new Kind("accept, 1 sender", (file, time) -> Accepts.run(file, 1, time));
    private final Kind eightSenders = new Kind("accept, 8 senders", (file, time) -> Accepts.run(file, 8, time));
    private final Kind manySenders = new Kind("accept, 64 senders", (file, time) -> Accepts.run(file, 64, time));
    private final List<Kind> kinds = List.of(bareOne, bareHundred, oneSender, eightSenders, manySenders);

    @Override
    public String name() {
        return "accept";
    }

    @Override
    public String description() {
        return "durable accepts of 1 KiB in process by 1, 8 and 64 senders, beside bare inserts into SQLite";
    }

    @Override
    public Map<String, String> options() {
        return Map.of();
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    private interface Measurement {
        Sample run(Path file, Duration time) throws Exception;
    }

    private record Kind(String name, Measurement measurement, Series series) {
        Kind(String name, Measurement measurement) {
            this(name, measurement, new Series(name));
        }
    }

    @Override
    public void run(Run run) throws Exception {
        Duration time = run.round(Duration.ofSeconds(2));
        run.forEachRound(1, (number, counts) -> {
            for (Kind kind : kinds) {
                Path folder = Files.createTempDirectory(run.scratch(), "accept-");
                Sample sample = kind.measurement().run(folder.resolve("data"), time);
                Deletion.delete(folder);
                if (counts) {
                    kind.series().add(sample.result(), sample.cpuMicros());
                }
                run.progress(
                        "round %d, %s: %,.0f/s",
                        number, kind.name(), sample.result().perSecond());
            }
        });
        Table table = Series.table("durable accept", "message");
        kinds.forEach(kind -> kind.series().addTo(table));
        oneSender.series().addRatioTo(table, "1 sender / 1 a commit", bareOne.series());
        manySenders.series().addRatioTo(table, "64 senders / 100 a commit", bareHundred.series());
        table.print(run.out());
    }
}

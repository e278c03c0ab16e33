package io.caxton.benchmarks.accept;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages with 1 KiB of content accepted by the engine in process, each on disk before its sender goes on, beside bare
 * inserts of 1 KiB into SQLite on the same disk: both in turn, round after round.
 *
 * <p>Arguments, all optional: rounds (5), seconds a round (2), a folder on the disk to measure (a temporary one).
 */
public final class AcceptBenchmark {
    private AcceptBenchmark() {}

    /** Runs it and prints medians, spread and ratios. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Duration round = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 2);
        Path parent = Path.of(arguments.length > 2 ? arguments[2] : System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "caxton-accept");
        try {
            List<Series> all = measure(folder, rounds, round);
            Series raw = all.get(1);
            all.forEach(series -> System.out.println(series.describe(raw)));
        } finally {
            Deletion.delete(folder);
        }
    }

    private static List<Series> measure(Path folder, int rounds, Duration round) throws Exception {
        List<Series> all = List.of(
                new Series("bare insert, 1 a commit"),
                new Series("bare insert, 100 a commit"),
                new Series("accept, 1 sender"),
                new Series("accept, 8 senders"),
                new Series("accept, 64 senders"));
        // The first round warms up and is not counted.
        for (int i = 0; i <= rounds; i++) {
            Path files = Files.createDirectory(folder.resolve("round-" + i));
            List<Sample> samples = new ArrayList<>();
            samples.add(BareInserts.run(files.resolve("raw-1.db"), 1, round));
            samples.add(BareInserts.run(files.resolve("raw-100.db"), 100, round));
            for (int senders : new int[] {1, 8, 64}) {
                samples.add(Accepts.run(files.resolve("accept-" + senders + ".db"), senders, round));
            }
            for (int k = 0; k < all.size() && i > 0; k++) {
                all.get(k).add(samples.get(k));
            }
            Deletion.delete(files);
        }
        return all;
    }
}

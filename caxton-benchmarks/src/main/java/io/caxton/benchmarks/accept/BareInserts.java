package io.caxton.benchmarks.accept;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** One row of 1 KiB after the other into a table with an integer key: as fast as durable gets with SQLite from Java. */
final class BareInserts {
    private BareInserts() {}

    static Sample run(Path file, int batch, Duration round) throws Exception {
        String value = "x".repeat(1_022);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (var setUp = connection.createStatement()) {
                setUp.execute("PRAGMA journal_mode=WAL");
                setUp.execute("PRAGMA synchronous=FULL");
                setUp.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, value TEXT NOT NULL)");
            }
            connection.setAutoCommit(false);
            Stopwatch watch = new Stopwatch();
            long end = watch.started() + round.toNanos();
            Histogram nanos = new Histogram(3);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO raw (value) VALUES (?)")) {
                for (long started = watch.started(); started < end; started = System.nanoTime()) {
                    for (int i = 0; i < batch; i++) {
                        insert.setString(1, value);
                        insert.executeUpdate();
                    }
                    connection.commit();
                    nanos.recordValue(System.nanoTime() - started);
                }
            }
            return watch.stop(nanos, batch);
        }
    }
}

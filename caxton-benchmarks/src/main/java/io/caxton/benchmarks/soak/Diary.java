package io.caxton.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line for every interval, written to a file at once, so that a run that is cut off still tells. */
final class Diary {
    private static final double MIB = 1 << 20;

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();

    private Diary(Path file) {
        this.file = file;
    }

    private record Entry(double minutes, Sample sample) {}

    /** A new file, with the names of its columns. */
    static Diary open(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Diary diary = new Diary(file);
        Files.writeString(file, "");
        diary.write("minutes | handled/s | open | accept p50 / p99 ms | delivery p50 / p99 ms | live heap MiB | RSS MiB"
                + " | data MiB | refused | unknown | handed out, not acknowledged | troubles");
        return diary;
    }

    /** Adds any line. */
    void write(String line) throws IOException {
        Files.writeString(file, line + System.lineSeparator(), StandardOpenOption.APPEND);
    }

    /** Adds an interval. */
    String add(double minutes, double perSecond, Ledger ledger, Traffic traffic, Sample sample) throws IOException {
        entries.add(new Entry(minutes, sample));
        Ledger.Totals totals = ledger.totals();
        String line = String.format(
                Locale.ROOT,
                "%.1f | %,.0f | %d | %s | %s | %.1f | %.0f | %.0f | %d | %d | %d | %d",
                minutes,
                perSecond,
                ledger.open(),
                traffic.accepts(),
                traffic.deliveries(),
                sample.liveBytes() / MIB,
                sample.residentBytes() / MIB,
                sample.dataBytes() / MIB,
                totals.refused(),
                totals.unknown(),
                totals.repeats(),
                traffic.troubles());
        write(line);
        return line;
    }

    /** The median of the live heap between two minutes, in MiB; of all intervals if none lies there. */
    double liveHeap(double from, double to) {
        double[] chosen = entries.stream()
                .filter(entry -> entry.minutes() >= from && entry.minutes() <= to)
                .mapToDouble(entry -> entry.sample().liveBytes() / MIB)
                .sorted()
                .toArray();
        return chosen.length == 0 ? liveHeap(0, Double.MAX_VALUE) : chosen[chosen.length / 2];
    }

    /** The last sample. */
    Sample last() {
        return entries.get(entries.size() - 1).sample();
    }

    /** Where it is. */
    Path file() {
        return file;
    }
}

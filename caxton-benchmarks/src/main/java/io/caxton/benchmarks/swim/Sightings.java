package io.caxton.benchmarks.swim;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads logs as they grow, and when it has read what; the same for both sides, so that neither is timed otherwise. */
final class Sightings implements AutoCloseable {
    private static final long PAUSE_NANOS = 2_000_000;

    private final Map<Sighting, Long> seen = new ConcurrentHashMap<>();
    private final List<Log> logs = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::read, "reads logs");
    private volatile boolean closed;

    Sightings() {
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Log {
        final Path file;
        final Function<String, Optional<Sighting>> parser;
        final StringBuilder line = new StringBuilder();
        long position;

        Log(Path file, Function<String, Optional<Sighting>> parser) {
            this.file = file;
            this.parser = parser;
        }
    }

    void watch(Path file, Function<String, Optional<Sighting>> parser) {
        logs.add(new Log(file, parser));
    }

    /** Forgets what was seen, and the logs. */
    void clear() {
        logs.clear();
        seen.clear();
    }

    /** Forgets what was seen. */
    void forget() {
        seen.clear();
    }

    private void read() {
        Map<Path, byte[]> buffers = new HashMap<>();
        while (!closed) {
            logs.forEach(log -> read(log, buffers.computeIfAbsent(log.file, added -> new byte[8_192])));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void read(Log log, byte[] buffer) {
        if (!Files.exists(log.file)) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.file.toFile(), "r")) {
            file.seek(log.position);
            for (int count = file.read(buffer); count > 0; count = file.read(buffer)) {
                log.position += count;
                long now = System.nanoTime();
                for (char character : new String(buffer, 0, count, StandardCharsets.ISO_8859_1).toCharArray()) {
                    if (character == '\n') {
                        log.parser.apply(log.line.toString()).ifPresent(sighting -> seen.putIfAbsent(sighting, now));
                        log.line.setLength(0);
                    } else {
                        log.line.append(character);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until all these have seen it; how long after a moment the last one did. Empty if not within a time. */
    Optional<Duration> untilAll(
            List<String> observers, Sighting.Kind kind, List<String> subjects, long sinceNanos, Duration patience) {
        long last = sinceNanos;
        for (String observer : observers) {
            for (String subject : subjects) {
                if (!observer.equals(subject)) {
                    Optional<Long> at = await(new Sighting(observer, kind, subject), sinceNanos, patience);
                    if (at.isEmpty()) {
                        return Optional.empty();
                    }
                    last = Math.max(last, at.get());
                }
            }
        }
        return Optional.of(Duration.ofNanos(last - sinceNanos));
    }

    /** Waits until all these are there themselves; how long after a moment the last one was. */
    Optional<Duration> untilStarted(List<String> members, long sinceNanos, Duration patience) {
        long last = sinceNanos;
        for (String member : members) {
            Optional<Long> at = await(new Sighting(member, Sighting.Kind.JOINED, member), sinceNanos, patience);
            if (at.isEmpty()) {
                return Optional.empty();
            }
            last = Math.max(last, at.get());
        }
        return Optional.of(Duration.ofNanos(last - sinceNanos));
    }

    /** Waits until all who had declared somebody failed see it again; how long after a moment the last one did. */
    Optional<Duration> untilBack(long sinceNanos, Duration patience) {
        long last = sinceNanos;
        for (Sighting failed : List.copyOf(seen.keySet())) {
            if (failed.kind() == Sighting.Kind.FAILED) {
                Sighting back = new Sighting(failed.observer(), Sighting.Kind.JOINED, failed.subject());
                Optional<Long> at = await(back, sinceNanos, patience);
                if (at.isEmpty()) {
                    return Optional.empty();
                }
                last = Math.max(last, at.get());
            }
        }
        return Optional.of(Duration.ofNanos(last - sinceNanos));
    }

    /** How many sightings there are of a kind. */
    long count(Sighting.Kind kind) {
        return seen.keySet().stream()
                .filter(sighting -> sighting.kind() == kind)
                .count();
    }

    private Optional<Long> await(Sighting sighting, long sinceNanos, Duration patience) {
        while (System.nanoTime() - sinceNanos < patience.toNanos()) {
            @Nullable Long at = seen.get(sighting);
            if (at != null) {
                return Optional.of(at);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return Optional.ofNullable(seen.get(sighting));
    }

    /** How many of these members somebody has declared failed. */
    long accused(List<String> healthy) {
        return healthy.stream()
                .filter(name -> seen.keySet().stream()
                        .anyMatch(sighting -> sighting.kind() == Sighting.Kind.FAILED
                                && sighting.subject().equals(name)))
                .count();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}

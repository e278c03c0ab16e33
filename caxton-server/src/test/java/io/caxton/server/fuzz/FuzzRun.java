package io.caxton.server.fuzz;

import io.caxton.server.fuzz.Door.Endpoint;
import io.caxton.server.fuzz.Door.Outcome;
import io.caxton.server.fuzz.Door.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Attacks endpoints by a seed. {@code -Dfuzz.seed} repeats a run, {@code -Dfuzz.requests} says how many attacks each endpoint
 * gets, {@code -Dfuzz.only} (part of an endpoint's name) and {@code -Dfuzz.from} pick some of them.
 */
final class FuzzRun {
    static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    static final int REQUESTS = Integer.getInteger("fuzz.requests", 300);
    private static final String ONLY = System.getProperty("fuzz.only", "");
    private static final int FROM = Integer.getInteger("fuzz.from", 0);
    private static final int CONNECTIONS = Integer.getInteger("fuzz.connections", 8);
    private static final int CHUNK = 250;
    private static final int SHOWN = 20;

    private final NodeAddress node;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Map<String, Map<String, LongAdder>> answers = new ConcurrentSkipListMap<>();

    FuzzRun(NodeAddress node) {
        this.node = node;
    }

    /** Returns when every endpoint of the door got all its attacks, or many of them succeeded. */
    void attack(Door door) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<Future<?>> chunks = new ArrayList<>();
        long start = System.nanoTime();
        try {
            for (Endpoint endpoint : door.endpoints()) {
                if (endpoint.name().contains(ONLY)) {
                    for (int from = FROM; from < FROM + REQUESTS; from += CHUNK) {
                        int first = from;
                        int end = Math.min(from + CHUNK, FROM + REQUESTS);
                        chunks.add(threads.submit(() -> {
                            attack(door, endpoint, first, end);
                            return null;
                        }));
                    }
                }
            }
            for (Future<?> chunk : chunks) {
                chunk.get();
            }
        } finally {
            threads.shutdownNow();
        }
        report(door, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private void attack(Door door, Endpoint endpoint, int from, int end) throws Exception {
        if (complaints.size() >= SHOWN) {
            return;
        }
        Map<String, LongAdder> counts =
                answers.computeIfAbsent(door.name() + " " + endpoint.name(), e -> new ConcurrentHashMap<>());
        try (Session session = endpoint.open(node)) {
            for (int i = from; i < end; i++) {
                Outcome outcome = session.attack(new Dice(SEED, endpoint.name(), i));
                counts.computeIfAbsent(outcome.answer(), a -> new LongAdder()).increment();
                if (!outcome.isFine() && complaints.size() < SHOWN) {
                    complaints.add("-Dfuzz.seed=" + SEED + " -Dfuzz.only='" + endpoint.name() + "' -Dfuzz.from=" + i
                            + " -Dfuzz.requests=1\n" + outcome.complaint());
                }
            }
        }
    }

    private void report(Door door, long millis) {
        StringBuilder report =
                new StringBuilder("fuzz: door " + door.name() + ", seed " + SEED + ", " + millis + " ms\n");
        answers.forEach((endpoint, counts) -> {
            if (endpoint.startsWith(door.name() + " ")) {
                long all = counts.values().stream().mapToLong(LongAdder::sum).sum();
                report.append("  ").append(all).append("  ").append(endpoint).append("  ");
                report.append(new ConcurrentSkipListMap<>(counts)).append('\n');
            }
        });
        System.out.print(report);
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** How many attacks each endpoint got, by its door and name. */
    Map<String, Long> attacks() {
        Map<String, Long> sums = new ConcurrentSkipListMap<>();
        answers.forEach((endpoint, counts) -> sums.put(
                endpoint, counts.values().stream().mapToLong(LongAdder::sum).sum()));
        return sums;
    }
}

package io.caxton.benchmarks.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Which observer saw what first when. */
final class Arrivals {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Set<Integer>> observers = new HashMap<>();
    private final Map<String, Long> last = new HashMap<>();

    /** It is seen now. */
    synchronized void seen(int observer, String name) {
        if (observers.computeIfAbsent(name, any -> new HashSet<>()).add(observer)) {
            last.put(name, System.nanoTime());
            notifyAll();
        }
    }

    /** Waits until so many observers have seen it; when the last one did. */
    synchronized long await(String name, int all) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (observers.getOrDefault(name, Set.of()).size() < all) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IOException(name + " was not seen by all within " + PATIENCE);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return last.getOrDefault(name, 0L);
    }
}

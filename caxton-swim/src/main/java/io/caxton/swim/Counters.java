package io.caxton.swim;

import java.util.EnumMap;
import java.util.Map;

/** How often each thing happened. */
final class Counters {
    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);

    Counters() {
        for (Counter counter : Counter.values()) {
            counts.put(counter, 0L);
        }
    }

    void add(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long more) {
        counts.merge(counter, more, Long::sum);
    }

    long get(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    /** A copy. */
    Map<Counter, Long> all() {
        return new EnumMap<>(counts);
    }
}

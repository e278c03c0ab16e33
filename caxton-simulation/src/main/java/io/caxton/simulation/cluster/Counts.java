package io.caxton.simulation.cluster;

import java.util.EnumMap;
import java.util.Map;

/** How often what happened. */
public final class Counts {
    private final Map<Happening, Long> counts = new EnumMap<>(Happening.class);

    void add(Happening happening) {
        add(happening, 1);
    }

    void add(Happening happening, long times) {
        counts.merge(happening, times, Long::sum);
    }

    public long of(Happening happening) {
        return counts.getOrDefault(happening, 0L);
    }

    public void addAll(Counts others) {
        others.counts.forEach(this::add);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}

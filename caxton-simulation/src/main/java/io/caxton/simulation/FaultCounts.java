package io.caxton.simulation;

import java.util.EnumMap;
import java.util.Map;

/** How many faults really happened. */
public final class FaultCounts {
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

    public void add(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    public long of(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    public void addAll(FaultCounts others) {
        others.counts.forEach((fault, count) -> counts.merge(fault, count, Long::sum));
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}

package io.caxton.core.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Everything that nodes ever said of their own agents, in every epoch, and what that allows others to show. */
final class History {
    private record Epoch(String node, long epoch) {}

    private final Map<Epoch, NavigableMap<Long, ClusterEntry>> said = new HashMap<>();

    /** Where each epoch begins to be shown. */
    private final Map<Epoch, Long> begins = new HashMap<>();

    /** Takes down what is new at a node itself. */
    void record(String node, ClusterRegistry registry) {
        Replica own = registry.replica(node).orElseThrow();
        Epoch epoch = new Epoch(node, own.epoch());
        begins.putIfAbsent(epoch, own.counter());
        NavigableMap<Long, ClusterEntry> entries = said.computeIfAbsent(epoch, e -> new TreeMap<>());
        own.entries().forEach(entry -> entries.put(entry.counter(), entry));
    }

    /** What is wrong with what somebody shows of a node; empty if nothing is. */
    Optional<String> check(String node, Replica shown) {
        Epoch epoch = new Epoch(node, shown.epoch());
        if (!said.containsKey(epoch)) {
            return Optional.of("an epoch that never was");
        }
        if (shown.counter() < begins.getOrDefault(epoch, 0L)) {
            return Optional.of("an epoch that has only begun to arrive");
        }
        NavigableMap<Long, ClusterEntry> all = said.getOrDefault(epoch, new TreeMap<>());
        for (ClusterEntry entry : shown.entries()) {
            if (!entry.equals(all.get(entry.counter()))) {
                return Optional.of("what was never said: " + entry);
            }
        }
        Map<String, ClusterEntry> last = new HashMap<>();
        all.headMap(shown.counter(), true).values().forEach(entry -> last.put(entry.agentId(), entry));
        Set<String> saidLater = new HashSet<>();
        all.tailMap(shown.counter(), false).values().forEach(entry -> saidLater.add(entry.agentId()));
        // What is said once more after the counter comes only then: until that, something older may be shown.
        last.keySet().removeAll(saidLater);
        for (ClusterEntry entry : shown.entries()) {
            ClusterEntry latest = last.getOrDefault(entry.agentId(), entry);
            if (latest.counter() > entry.counter()) {
                return Optional.of(
                        latest.isTombstone() ? "a removed agent: " + entry : "an older entry over a newer: " + entry);
            }
        }
        return missing(shown, last);
    }

    /** Of what is the last word to this day, nothing up to the counter may be missing; removals above the floor neither. */
    private static Optional<String> missing(Replica shown, Map<String, ClusterEntry> last) {
        List<ClusterEntry> missing = last.values().stream()
                .filter(entry -> !entry.isTombstone() || entry.counter() > shown.floor())
                .filter(entry -> shown.find(entry.agentId()).isEmpty())
                .toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of("holes: " + missing);
    }
}

package io.caxton.core.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one epoch of a node's agents: of each the last entry up to a counter, without holes, but for removals up
 * to the floor, which may be forgotten. While that counter is below the floor it is part of a whole copy, which may still hold
 * what a later entry replaces; no more may be concluded from it. To be guarded by its owner.
 */
final class Replica {
    private final String origin;
    private final long epoch;
    private final Map<String, ClusterEntry> byAgent = new HashMap<>();
    private final NavigableMap<Long, ClusterEntry> byCounter = new TreeMap<>();

    /** When each removal was heard of, by its counter. */
    private final NavigableMap<Long, Instant> tombstones = new TreeMap<>();

    private long counter;
    private long floor;
    private long weight;
    private Instant progressAt;

    Replica(String origin, long epoch, long floor, Instant now) {
        this.origin = origin;
        this.epoch = epoch;
        this.floor = floor;
        this.progressAt = now;
    }

    long epoch() {
        return epoch;
    }

    long counter() {
        return counter;
    }

    long floor() {
        return floor;
    }

    /** No fewer bytes than all of it takes on the wire. */
    long weight() {
        return weight;
    }

    /** Agents that are there. */
    int agents() {
        return byAgent.size() - tombstones.size();
    }

    int tombstones() {
        return tombstones.size();
    }

    Instant progressAt() {
        return progressAt;
    }

    boolean isComplete() {
        return counter >= floor;
    }

    Optional<ClusterEntry> find(String agentId) {
        return Optional.ofNullable(byAgent.get(agentId));
    }

    /** Everything, removals too. */
    Collection<ClusterEntry> entries() {
        return byAgent.values();
    }

    Digest.Line line() {
        return new Digest.Line(origin, epoch, counter, floor);
    }

    /**
     * Whether this and the delta together are without holes. The sender must not have forgotten removals that this does not
     * know of, and must know of all that went into the copy that this is part of.
     */
    boolean continuesWith(Delta delta) {
        return delta.epoch() == epoch
                && delta.after() <= counter
                && delta.floor() <= Math.max(counter, floor)
                && delta.known() >= floor;
    }

    /** How many agents more there will be with a delta, or fewer. */
    int agentsMoreWith(Delta delta) {
        int more = 0;
        for (ClusterEntry entry : delta.entries()) {
            if (entry.counter() > counter) {
                @Nullable ClusterEntry previous = byAgent.get(entry.agentId());
                more += (entry.isTombstone() ? 0 : 1) - (previous == null || previous.isTombstone() ? 0 : 1);
            }
        }
        return more;
    }

    /** How much more it will weigh with a delta, or less. */
    long weightMoreWith(Delta delta) {
        long more = 0;
        for (ClusterEntry entry : delta.entries()) {
            if (entry.counter() > counter) {
                @Nullable ClusterEntry previous = byAgent.get(entry.agentId());
                more += entry.weight() - (previous == null ? 0 : previous.weight());
            }
        }
        return more;
    }

    /** Takes what is news in a delta that continues this; returns it. */
    List<ClusterEntry> take(Delta delta, Instant now) {
        List<ClusterEntry> news = new ArrayList<>();
        for (ClusterEntry entry : delta.entries()) {
            if (entry.counter() > counter) {
                put(entry, now);
                news.add(entry);
            }
        }
        advance(delta.upTo(), now);
        return news;
    }

    /** Adds an entry with a counter higher than all. */
    void put(ClusterEntry entry, Instant now) {
        @Nullable ClusterEntry previous = byAgent.put(entry.agentId(), entry);
        if (previous != null) {
            byCounter.remove(previous.counter());
            tombstones.remove(previous.counter());
            weight -= previous.weight();
        }
        byCounter.put(entry.counter(), entry);
        weight += entry.weight();
        if (entry.isTombstone()) {
            tombstones.put(entry.counter(), now);
        }
        advance(entry.counter(), now);
    }

    /** Nothing is missing up to this counter. */
    void advance(long to, Instant now) {
        if (to > counter) {
            counter = to;
            progressAt = now;
        }
    }

    /** Whoever does not know all up to now needs a whole copy. */
    void raiseFloor() {
        floor = counter;
    }

    /** Forgets removals heard of up to then, and the oldest beyond a number. */
    void forgetTombstones(Instant upTo, int most) {
        while (!tombstones.isEmpty()
                && (tombstones.size() > most
                        || !tombstones.firstEntry().getValue().isAfter(upTo))) {
            long at = tombstones.pollFirstEntry().getKey();
            ClusterEntry gone = Objects.requireNonNull(byCounter.remove(at));
            byAgent.remove(gone.agentId());
            weight -= gone.weight();
            floor = Math.max(floor, at);
        }
    }

    Optional<Instant> oldestTombstone() {
        return tombstones.isEmpty()
                ? Optional.empty()
                : Optional.of(tombstones.firstEntry().getValue());
    }

    /** What someone with this line lacks, from the oldest on, within a budget; empty if nothing. */
    Optional<Delta> missingAt(Digest.Line line, DeltaBudget budget) {
        if (line.epoch() > epoch) {
            return Optional.empty();
        }
        if (line.epoch() < epoch) {
            return after(0, budget);
        }
        long covered = Math.max(line.counter(), line.floor());
        if (line.counter() >= counter || line.floor() > counter) {
            return Optional.empty();
        }
        return after(covered < floor ? 0 : line.counter(), budget);
    }

    /** What comes after a counter that is lower than that of this, from the oldest on; empty if the budget is spent. */
    Optional<Delta> after(long from, DeltaBudget budget) {
        if (!budget.beginDelta()) {
            return Optional.empty();
        }
        List<ClusterEntry> some = new ArrayList<>();
        long upTo = counter;
        for (ClusterEntry entry : byCounter.tailMap(from, false).values()) {
            if (!budget.take(entry.weight())) {
                if (some.isEmpty()) {
                    return Optional.empty();
                }
                upTo = some.get(some.size() - 1).counter();
                break;
            }
            some.add(entry);
        }
        return Optional.of(new Delta(origin, epoch, from, upTo, counter, floor, some));
    }
}

package io.caxton.spring.directory;

import io.caxton.core.cluster.Applied;
import io.caxton.core.cluster.Applied.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How well the directory keeps up with those of other nodes. Safe for use by several threads. */
public final class ReplicationFigures {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationFigures.class);

    private final Map<Outcome, LongAdder> deltas = new EnumMap<>(Outcome.class);
    private final LongAdder failed = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private volatile @Nullable Instant amongOthersSince;
    private volatile @Nullable Instant caughtUpAt;
    private volatile String lastRefusal = "";

    ReplicationFigures() {
        for (Outcome outcome : Outcome.values()) {
            deltas.put(outcome, new LongAdder());
        }
    }

    void peers(int count, Instant now) {
        if (count == 0) {
            amongOthersSince = null;
            caughtUpAt = null;
        } else if (amongOthersSince == null) {
            amongOthersSince = now;
        }
    }

    void caughtUp(Instant now) {
        caughtUpAt = now;
    }

    void count(Applied applied) {
        counter(applied.outcome()).increment();
        if (applied.outcome() == Outcome.REFUSED && !applied.reason().equals(lastRefusal)) {
            lastRefusal = applied.reason();
            LOG.warn("What another node says of its agents is not taken: {}", applied.reason());
        }
    }

    void failed() {
        failed.increment();
    }

    void malformed(String nodeId, @Nullable String reason) {
        if (malformed.sum() == 0) {
            LOG.warn(
                    "What node {} says of agents cannot be read: it {}. It is logged once, and counted",
                    nodeId,
                    reason);
        }
        malformed.increment();
    }

    /**
     * How long ago this node learnt that it knows all that another does; zero if there is no other. What is a little more than
     * the pause between two comparisons is usual.
     */
    public Duration lag(Instant now) {
        Instant since = caughtUpAt == null ? amongOthersSince : caughtUpAt;
        return since == null || since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }

    /** How many messages of others about agents ended so. */
    public long deltas(Outcome outcome) {
        return counter(outcome).sum();
    }

    private LongAdder counter(Outcome outcome) {
        LongAdder counter = deltas.get(outcome);
        if (counter == null) {
            throw new IllegalStateException(outcome + " is not counted");
        }
        return counter;
    }

    /** How many exchanges another node did not answer. */
    public long failures() {
        return failed.sum();
    }

    /** How many messages of others could not be read. */
    public long malformed() {
        return malformed.sum();
    }
}

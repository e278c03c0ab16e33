package io.caxton.spring.observability;

import io.caxton.core.storage.LocalStateException;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.localstate.CommitListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Remembers how the last write to the disk went. */
final class CommitMonitor implements CommitListener {
    private final NodeClock clock;
    private volatile Optional<Instant> lastCommit = Optional.empty();
    private volatile Optional<Failure> failure = Optional.empty();

    /** A batch that was rolled back. */
    record Failure(Instant at, LocalStateException reason) {}

    CommitMonitor(NodeClock clock) {
        this.clock = clock;
    }

    @Override
    public void onBatch(int works, Duration took, Optional<LocalStateException> failed) {
        if (failed.isPresent()) {
            failure = failed.map(reason -> new Failure(clock.now(), reason));
        } else if (!took.isZero()) {
            // Only a batch that wrote proves that the disk takes writes again.
            failure = Optional.empty();
            lastCommit = Optional.of(clock.now());
        }
    }

    /** When something was last made durable by this process. */
    Optional<Instant> lastCommit() {
        return lastCommit;
    }

    /** Why the last write failed; empty if it did not. */
    Optional<Failure> failure() {
        return failure;
    }
}

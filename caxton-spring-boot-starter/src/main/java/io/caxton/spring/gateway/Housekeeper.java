package io.caxton.spring.gateway;

import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.Failures;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the engine when a deadline is due, at least every quarter of a second. One round at a time. */
public final class Housekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
    private static final int ROUND_LIMIT = 500;

    private final LocalState state;
    private final DeliveryEngine engine;
    private final AgentGateway agents;
    private final NodeClock clock;
    private final WriteBehind behind;
    private volatile Optional<Throwable> lastFailure = Optional.empty();
    private volatile boolean stopped;

    public Housekeeper(
            LocalState state, DeliveryEngine engine, AgentGateway agents, NodeClock clock, WriteBehind behind) {
        this.state = state;
        this.engine = engine;
        this.agents = agents;
        this.clock = clock;
        this.behind = behind;
    }

    /** Starts the first round. */
    public void start() {
        clock.after(Duration.ZERO, this::round);
    }

    /** Why the last round failed; empty if it did not. */
    public Optional<Throwable> lastFailure() {
        return lastFailure;
    }

    @Override
    public void close() {
        stopped = true;
    }

    private void round() {
        if (stopped) {
            return;
        }
        behind.flush();
        var unused = state.write(tx -> {
                    Instant now = clock.now();
                    boolean more = engine.housekeeping().tick(tx, now, ROUND_LIMIT);
                    return more ? now : engine.housekeeping().nextDeadline(tx).orElse(Instant.MAX);
                })
                .thenCombine(agents.removeDrained(), (next, done) -> next)
                .whenComplete((next, failure) -> {
                    noteOutcome(Optional.ofNullable(failure));
                    clock.after(failure == null ? pauseUntil(next) : LONGEST_PAUSE, this::round);
                });
    }

    private Duration pauseUntil(Instant next) {
        Instant now = clock.now();
        if (next.isAfter(now.plus(LONGEST_PAUSE))) {
            return LONGEST_PAUSE;
        }
        Duration pause = Duration.between(now, next);
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    private void noteOutcome(Optional<Throwable> failure) {
        Optional<Throwable> before = lastFailure;
        lastFailure = failure;
        boolean closing = failure.filter(Reason.CLOSED::isWhy).isPresent();
        if (failure.isPresent() && before.isEmpty() && !closing) {
            LOG.warn(
                    "Deadlines are not kept until this ends: {}",
                    Failures.causeOf(failure.get()).toString());
        } else if (failure.isEmpty() && before.isPresent()) {
            LOG.info("Deadlines are kept again");
        }
    }
}

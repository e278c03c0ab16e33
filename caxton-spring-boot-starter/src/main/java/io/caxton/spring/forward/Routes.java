package io.caxton.spring.forward;

import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Work;
import io.caxton.spring.gateway.NodeClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves what waits when agents and nodes come and go; a bounded number of lanes in one transaction. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    /** Lanes, or messages, of one transaction. */
    private static final int STEP = 256;

    /** Many agents come and go together. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final LocalState state;
    private final DeliveryEngine engine;
    private final NodeClock clock;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean closed;

    Routes(LocalState state, DeliveryEngine engine, NodeClock clock) {
        this.state = state;
        this.engine = engine;
        this.clock = clock;
    }

    /** Agents or nodes have come or gone. */
    void changed() {
        if (asked.compareAndSet(false, true)) {
            clock.after(GATHER, () -> {
                asked.set(false);
                engine.forwarding().routesChanged();
                repeat(tx -> engine.forwarding().reroute(tx, STEP));
            });
        }
    }

    /** A node is gone for good. */
    void forgotten(String nodeId) {
        repeat(tx -> engine.forwarding().peerForgotten(tx, clock.now(), nodeId, STEP));
    }

    /** Nothing is moved any more. */
    void close() {
        closed = true;
    }

    private void repeat(Work<Boolean> step) {
        var unused = state.write(step).whenComplete((more, failure) -> {
            if (closed) {
                LOG.debug("What waits is moved after the next start");
            } else if (failure != null) {
                LOG.warn("What waits could not be moved, and is tried again in {}", AFTER_FAILURE, failure);
                clock.after(AFTER_FAILURE, () -> repeat(step));
            } else if (more) {
                repeat(step);
            }
        });
    }
}

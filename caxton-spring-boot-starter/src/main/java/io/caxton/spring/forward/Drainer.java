package io.caxton.spring.forward;

import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.cluster.Departure;
import io.caxton.spring.gateway.NodeClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Gives to others what they take before this node leaves; a look now and then says when nothing more can be given. */
final class Drainer implements Departure {
    /** Between two looks. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final LocalState state;
    private final DeliveryEngine engine;
    private final NodeClock clock;
    private final Forwarder forwarder;

    Drainer(LocalState state, DeliveryEngine engine, NodeClock clock, Forwarder forwarder) {
        this.state = state;
        this.engine = engine;
        this.clock = clock;
        this.forwarder = forwarder;
    }

    @Override
    public CompletableFuture<Drained> drain(Duration atMost) {
        CompletableFuture<Drained> done = new CompletableFuture<>();
        AtomicBoolean over = new AtomicBoolean();
        clock.after(atMost, () -> over.set(true));
        var unused = state.write(tx -> {
                    engine.drain().begin();
                    return true;
                })
                .whenComplete((begun, failure) -> {
                    if (failure == null) {
                        forwarder.routesChanged();
                        look(over, done);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
        return done;
    }

    private void look(AtomicBoolean over, CompletableFuture<Drained> done) {
        boolean last = over.get();
        var unused = state.write(tx -> {
                    boolean more = engine.drain().isUnderWay(tx, forwarder::reaches);
                    return new Look(more, engine.drain().left(tx));
                })
                .whenComplete((look, failure) -> {
                    if (failure != null) {
                        done.completeExceptionally(failure);
                    } else if (look.more() && !last) {
                        clock.after(PAUSE, () -> look(over, done));
                    } else {
                        done.complete(new Drained(engine.drain().moved(), look.left(), !look.more()));
                    }
                });
    }

    private record Look(boolean more, long left) {}
}

package io.caxton.spring.forward;

import io.caxton.core.delivery.Outbox;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Lease;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Conversations that wait for another node and whose next message has one priority. */
final class ForwardTraffic implements Traffic<List<Lease>> {
    /** Messages of one batch. */
    private static final int MOST = 500;

    /** Bytes of one batch; a single larger message still goes. */
    private static final long MOST_BYTES = 1L << 20;

    /** Longer than any call: what is still leased then was lost with a thread, not with a call. */
    private static final Duration LEASE = Duration.ofMinutes(6);

    private final Priority priority;
    private final LocalState state;
    private final DeliveryEngine engine;
    private final NodeClock clock;

    ForwardTraffic(Priority priority, LocalState state, DeliveryEngine engine, NodeClock clock) {
        this.priority = priority;
        this.state = state;
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public PeerOperation operation() {
        return PeerOperation.FORWARD;
    }

    @Override
    public CompletableFuture<Taken<List<Lease>>> take(String nodeId) {
        return state.write(tx -> {
            Optional<List<Lease>> leases = take(tx, nodeId);
            Optional<Instant> next =
                    leases.isEmpty() ? tx.deliveries().nextAvailableAt(Outbox.of(nodeId), priority) : Optional.empty();
            return new Taken<>(leases, next);
        });
    }

    @Override
    public Optional<List<Lease>> take(Transaction tx, String nodeId) {
        List<Lease> leases = engine.forwarding().handOut(tx, clock.now(), nodeId, priority, MOST, MOST_BYTES, LEASE);
        return leases.isEmpty() ? Optional.empty() : Optional.of(leases);
    }

    @Override
    public byte[] encode(List<Lease> leases) {
        return ForwardCodec.encodeForwards(leases.stream().map(Lease::forward).toList());
    }

    @Override
    public CompletableFuture<?> settled(String nodeId, List<Lease> leases, byte[] answer) {
        List<Answer> answers = ForwardCodec.decodeAnswers(answer);
        return state.write(tx -> {
            engine.forwarding().settled(tx, clock.now(), nodeId, leases, answers);
            return true;
        });
    }

    @Override
    public CompletableFuture<?> unanswered(String nodeId, List<Lease> leases, Duration delay, boolean mayHaveArrived) {
        return state.write(tx -> {
            engine.forwarding().unanswered(tx, clock.now(), nodeId, leases, delay, mayHaveArrived);
            return true;
        });
    }
}

package io.caxton.simulation.cluster;

import io.caxton.core.delivery.Outbox;
import io.caxton.core.engine.Lease;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.message.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Conversations that wait for another node and whose next message has one priority. */
record MessagePump(Node node, String nodeId, Priority priority) implements Pump.Traffic<List<Lease>> {
    private static final long MOST_BYTES = 4_000;

    @Override
    public CompletableFuture<Taken<List<Lease>>> take() {
        return node.write(tx -> {
            List<Lease> leases = node.engine()
                    .forwarding()
                    .handOut(tx, node.now(), nodeId, priority, Tuning.BATCH, MOST_BYTES, Tuning.FORWARD_LEASE);
            Optional<Instant> next =
                    leases.isEmpty() ? tx.deliveries().nextAvailableAt(Outbox.of(nodeId), priority) : Optional.empty();
            return new Taken<>(leases.isEmpty() ? Optional.empty() : Optional.of(leases), next);
        });
    }

    @Override
    public CompletableFuture<byte[]> send(List<Lease> leases) {
        node.world().counts().add(Happening.BATCH_SENT);
        byte[] body =
                ForwardCodec.encodeForwards(leases.stream().map(Lease::forward).toList());
        return node.world().calls().call(node, nodeId, Calls.Operation.FORWARD, body);
    }

    @Override
    public CompletableFuture<?> settled(List<Lease> leases, byte[] answer) {
        List<Answer> answers = ForwardCodec.decodeAnswers(answer);
        return node.write(tx -> {
                    node.engine().forwarding().settled(tx, node.now(), nodeId, leases, answers);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        explain(leases);
                    }
                });
    }

    @Override
    public CompletableFuture<?> unanswered(List<Lease> leases, Duration delay, boolean mayHaveArrived) {
        node.world().counts().add(Happening.BATCH_UNANSWERED);
        if (mayHaveArrived) {
            explain(leases);
        }
        return node.write(tx -> {
            node.engine().forwarding().unanswered(tx, node.now(), nodeId, leases, delay, mayHaveArrived);
            return true;
        });
    }

    /** Whoever was asked may have it, and so may another who is asked then. */
    private void explain(List<Lease> leases) {
        leases.forEach(lease -> node.world().ledger().explain(lease.forward().messageId()));
    }
}

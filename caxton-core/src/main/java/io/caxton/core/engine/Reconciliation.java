package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.copies.Claimed;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.Copies.Reconciled;
import io.caxton.core.storage.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds what another node keeps of this node's messages against what has become of them here. */
final class Reconciliation {
    private final EngineContext context;
    private final Lanes lanes;

    Reconciliation(EngineContext context, Lanes lanes) {
        this.context = context;
        this.lanes = lanes;
    }

    Reconciled reconcile(Transaction tx, Instant now, String holder, List<Claimed> claimed) {
        List<Claimed> needed = new ArrayList<>();
        List<String> drops = new ArrayList<>();
        int moved = 0;
        for (Claimed each : claimed) {
            if (each.adopted()) {
                moved += leave(tx, now, holder, each);
                drops.add(each.messageId());
            } else {
                List<AgentName> open = open(tx, each);
                if (open.isEmpty()) {
                    drops.add(each.messageId());
                } else {
                    needed.add(new Claimed(each.messageId(), open, false));
                }
            }
        }
        return new Reconciled(needed, drops, moved);
    }

    private static List<AgentName> open(Transaction tx, Claimed each) {
        return tx.deliveries().ofMessage(each.messageId()).stream()
                .filter(delivery -> delivery.state().isInLane())
                .map(Delivery::agentName)
                .toList();
    }

    /** What that node has made its own it goes on with; what somebody has in hand here is left to him. */
    private int leave(Transaction tx, Instant now, String holder, Claimed adopted) {
        int moved = 0;
        for (AgentName name : adopted.names()) {
            Optional<Delivery> waiting =
                    tx.deliveries().find(adopted.messageId(), name).filter(d -> isFree(d, now));
            waiting.ifPresent(delivery -> forwarded(tx, now, holder, delivery));
            moved += waiting.isPresent() ? 1 : 0;
        }
        return moved;
    }

    private static boolean isFree(Delivery delivery, Instant now) {
        return delivery.state() == DeliveryState.QUEUED
                || (delivery.state() == DeliveryState.LEASED
                        && delivery.leaseExpiresAt()
                                .filter(end -> !end.isAfter(now))
                                .isPresent());
    }

    private void forwarded(Transaction tx, Instant now, String holder, Delivery delivery) {
        Delivery there = delivery.assignedTo(Optional.of(Outbox.of(holder))).forwarded();
        tx.deliveries().save(there);
        tx.messages()
                .addReceipt(new Receipt(
                        delivery.messageId(),
                        ReceiptStatus.FORWARDED,
                        now,
                        holder,
                        Optional.of(delivery.agentName().value()),
                        Optional.empty(),
                        Optional.of("its copy was adopted there")));
        lanes.promoteHead(tx, delivery.agentName(), delivery.conversationId());
        tx.afterCommit(() -> context.listener().forwarded(there));
    }
}

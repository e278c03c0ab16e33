package io.caxton.core.engine;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.forward.Outcome;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How forwarded deliveries end: told by the node that has them, or given up. */
final class Reports {
    /** Added to the longest lease: a receiver may acknowledge after the deadline, and the report has to come. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final EngineContext context;
    private final Lanes lanes;
    private final Outcomes outcomes;

    Reports(EngineContext context, Lanes lanes, Outcomes outcomes) {
        this.context = context;
        this.lanes = lanes;
        this.outcomes = outcomes;
    }

    Outcome outcome(Transaction tx, OutcomeReport report) {
        List<Receipt> history = tx.messages().receipts(report.messageId()).stream()
                .filter(line -> line.agentName()
                        .filter(report.agentName().value()::equals)
                        .isPresent())
                .toList();
        return new Outcome(
                report.messageId(), report.agentName(), report.life(), report.outcome(), report.reason(), history);
    }

    void outcomes(Transaction tx, Instant now, String fromNode, List<Outcome> told) {
        for (Outcome outcome : told) {
            tx.deliveries()
                    .find(outcome.messageId(), outcome.agentName())
                    .filter(delivery -> counts(delivery, fromNode, outcome))
                    .ifPresent(delivery -> end(tx, now, fromNode, delivery, outcome));
        }
    }

    /** An outcome of a node that does not have the delivery any more counts only if it was handled there all the same. */
    private static boolean counts(Delivery delivery, String fromNode, Outcome outcome) {
        if (outcome.life() != delivery.life()) {
            return outcome.life() > delivery.life();
        }
        boolean there = delivery.agentId().filter(Outbox.of(fromNode)::equals).isPresent();
        boolean inReceiversHands = delivery.state() == DeliveryState.LEASED
                && delivery.agentId().filter(Outbox::isOutbox).isEmpty();
        boolean handled = outcome.outcome() == DeliveryState.HANDLED;
        return !delivery.state().isFinal() && (there || (handled && !inReceiversHands));
    }

    private void end(Transaction tx, Instant now, String fromNode, Delivery delivery, Outcome outcome) {
        List<Receipt> history = outcome.history();
        ReceiptStatus status = ReceiptStatus.of(outcome.outcome());
        if (history.stream().noneMatch(line -> line.status() == status)) {
            history = List.of(new Receipt(
                    delivery.messageId(),
                    status,
                    now,
                    fromNode,
                    Optional.of(delivery.agentName().value()),
                    Optional.empty(),
                    outcome.reason()));
        }
        Delivery current = delivery.inLife(outcome.life());
        outcomes.finish(tx, now, current, outcome.outcome(), outcome.reason(), history);
    }

    boolean peerForgotten(Transaction tx, Instant now, String nodeId, int limit) {
        List<Delivery> there = tx.deliveries().forwardedTo(Outbox.of(nodeId), limit);
        there.forEach(d -> forgotten(tx, now, nodeId, d));
        return there.size() == limit;
    }

    private void forgotten(Transaction tx, Instant now, String nodeId, Delivery delivery) {
        String gone = "node " + nodeId + ", which had it, is gone";
        if (Outboxes.isAtMostOnce(tx, delivery)) {
            String why = gone + ", and what is delivered at most once is not sent again";
            outcomes.finish(tx, now, delivery, DeliveryState.DEAD, Optional.of(why));
        } else if (!delivery.expiresAt().isAfter(now)) {
            outcomes.finish(tx, now, delivery, DeliveryState.EXPIRED, Optional.of(gone + ", and its deadline passed"));
        } else {
            Optional<Target> taker = lanes.taker(tx, delivery.agentName(), delivery.conversationId(), Optional.empty());
            taker.ifPresent(t -> Lanes.bind(tx, delivery.conversationId(), t));
            Delivery again = delivery.assignedTo(taker.flatMap(Target::holder));
            Delivery queued = lanes.reenter(tx, now, again, Optional.of(gone));
            tx.messages().addReceipt(context.receipt(queued, ReceiptStatus.QUEUED, now, Optional.of(gone)));
        }
    }

    /** Ends what no node has told the outcome of in time; returns how many. */
    int giveUp(Transaction tx, Instant now, int limit) {
        List<Delivery> late = tx.deliveries().forwardedUntil(now.minus(grace()), limit);
        late.forEach(d -> {
            String node = d.agentId().flatMap(Outbox::nodeOf).orElse("?");
            Optional<String> why = Optional.of("no outcome was heard from node " + node);
            outcomes.finish(tx, now, d, DeliveryState.EXPIRED, why);
        });
        return late.size();
    }

    Optional<Instant> nextDeadline(Transaction tx) {
        return tx.deliveries().nextForwardedDeadline().map(at -> at.plus(grace()));
    }

    private Duration grace() {
        return context.settings().delivery().maxLease().plus(GRACE);
    }
}

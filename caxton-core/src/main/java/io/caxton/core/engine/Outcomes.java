package io.caxton.core.engine;

import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.Message;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a delivery ends, or comes back for another attempt. The only place that writes outcomes. */
final class Outcomes {
    private final EngineContext context;
    private final Lanes lanes;
    private final Notices notices;

    Outcomes(EngineContext context, Lanes lanes, Notices notices) {
        this.context = context;
        this.lanes = lanes;
        this.notices = notices;
    }

    /** Records the outcome, lets the lane go on, and tells the sender of anything but success. */
    Delivery finish(Transaction tx, Instant now, Delivery delivery, DeliveryState outcome, Optional<String> reason) {
        Receipt receipt = context.receipt(delivery, ReceiptStatus.of(outcome), now, reason);
        return finish(tx, now, delivery, outcome, reason, List.of(receipt));
    }

    /**
     * The same where the outcome came about at another node; that node's own history is what is added here. Who waits for the
     * outcome at a node before this one gets a report, and tells the sender; else this node does.
     */
    Delivery finish(
            Transaction tx,
            Instant now,
            Delivery delivery,
            DeliveryState outcome,
            Optional<String> reason,
            List<Receipt> history) {
        Delivery finished = delivery.finished(outcome, reason);
        tx.deliveries().save(finished);
        history.forEach(tx.messages()::addReceipt);
        announceRoom(tx, delivery);
        lanes.promoteHead(tx, finished.agentName(), finished.conversationId());
        List<Delivery> all = tx.deliveries().ofMessage(finished.messageId());
        if (all.stream().allMatch(d -> d.state().isFinal())) {
            tx.messages().markFinished(finished.messageId(), Optional.of(now));
        }
        finished.origins().forEach(origin -> report(tx, now, finished, origin));
        if (outcome != DeliveryState.HANDLED && finished.origins().isEmpty()) {
            notices.tellSender(tx, now, finished);
        }
        tx.afterCommit(() -> context.listener().finished(finished));
        return finished;
    }

    /** Ends a message that its receiver finds in the conversation. */
    void keep(Transaction tx, Instant now, Message message, String reason) {
        notices.keep(tx, now, message, reason);
    }

    /** Lets a node hear how a delivery ended. */
    void report(Transaction tx, Instant now, Delivery ended, String toNode) {
        report(
                tx,
                new OutcomeReport(
                        toNode,
                        ended.messageId(),
                        ended.agentName(),
                        ended.life(),
                        ended.state(),
                        ended.reason(),
                        now));
    }

    /** The same of what has no delivery here. */
    void report(Transaction tx, OutcomeReport report) {
        tx.reports().save(report);
        tx.afterCommit(() -> context.listener().reportsWaiting(report.nodeId()));
    }

    /**
     * Returns an unacknowledged delivery to its queue, or ends it: {@code refused} if its conversation was halted,
     * {@code dead} without attempts left, {@code expired} past its deadline.
     *
     * @param delay the wait asked for; without one, the policy's backoff
     */
    Delivery retry(Transaction tx, Instant now, Delivery delivery, String reason, Optional<Duration> delay) {
        Optional<Conversation> halted = halted(tx, delivery);
        if (halted.isPresent()) {
            return finish(tx, now, delivery, DeliveryState.REFUSED, halted.get().reason());
        }
        if (delivery.attempt() >= delivery.maxAttempts()) {
            String why = "gave up after " + delivery.attempt()
                    + (delivery.attempt() == 1 ? " attempt: " : " attempts: ") + reason;
            return finish(tx, now, delivery, DeliveryState.DEAD, Optional.of(why));
        }
        Duration wait = delay.orElseGet(
                () -> context.settings().delivery().retry().backoff(delivery.attempt(), context.random()));
        return queue(tx, now, delivery, delivery.requeued(now.plus(wait), reason), reason);
    }

    /** Returns a delivery to its queue that its receiver has not been given: it costs none of its attempts. */
    Delivery withdraw(Transaction tx, Instant now, Delivery delivery, String reason) {
        Optional<Conversation> halted = halted(tx, delivery);
        return halted.isPresent()
                ? finish(tx, now, delivery, DeliveryState.REFUSED, halted.get().reason())
                : queue(tx, now, delivery, delivery.withdrawn(now, reason), reason);
    }

    static Optional<Conversation> halted(Transaction tx, Delivery delivery) {
        return tx.conversations().find(delivery.conversationId()).filter(c -> c.state() == ConversationState.HALTED);
    }

    private Delivery queue(Transaction tx, Instant now, Delivery before, Delivery queued, String reason) {
        if (!before.expiresAt().isAfter(now)) {
            return expire(tx, now, before);
        }
        tx.deliveries().save(queued);
        tx.messages().addReceipt(context.receipt(queued, ReceiptStatus.QUEUED, now, Optional.of(reason)));
        tx.afterCommit(() -> context.listener().returned(queued));
        announceRoom(tx, before);
        lanes.announce(tx, queued);
        lanes.moveIfAway(tx, queued);
        return queued;
    }

    /** A lease that ends makes room within the in-flight limit of its instance. */
    private void announceRoom(Transaction tx, Delivery ended) {
        if (ended.state() == DeliveryState.LEASED) {
            ended.agentId()
                    .ifPresent(id -> tx.afterCommit(() -> context.listener().available(id)));
        }
    }

    /** Ends a delivery whose deadline has passed. */
    Delivery expire(Transaction tx, Instant now, Delivery delivery) {
        return finish(
                tx,
                now,
                delivery,
                DeliveryState.EXPIRED,
                Optional.of("its deadline " + delivery.expiresAt() + " passed"));
    }

    /** Ends the lease that an instance which is gone can no longer acknowledge; the message may be handed out at once. */
    void returnLeases(Transaction tx, Instant now, String agentId, String reason) {
        for (Delivery leased : tx.deliveries().leasedTo(agentId, Integer.MAX_VALUE)) {
            retry(tx, now, leased, reason, Optional.of(Duration.ZERO));
        }
    }
}

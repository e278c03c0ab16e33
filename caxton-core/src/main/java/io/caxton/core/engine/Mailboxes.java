package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What a receiver does with its mailbox: lease, acknowledge, return, extend. */
public final class Mailboxes {
    /** What one lease hands out at most; a single larger message still goes. */
    private static final long MAX_HANDOUT_BYTES = 32L << 20;

    private final EngineContext context;
    private final Outcomes outcomes;

    Mailboxes(EngineContext context, Outcomes outcomes) {
        this.context = context;
        this.outcomes = outcomes;
    }

    /**
     * A message in a receiver's hands.
     *
     * @param delivery leased; its attempt and lease end are what the receiver is told
     */
    public record Leased(StoredMessage message, Delivery delivery) {}

    /**
     * What a lease brought.
     *
     * @param nextAvailableAt if nothing was leased: when a waiting message comes free of its backoff
     */
    public record LeaseResult(List<Leased> leased, Optional<Instant> nextAvailableAt) {
        static final LeaseResult NOTHING = new LeaseResult(List.of(), Optional.empty());
    }

    /** How an acknowledgement ended. */
    public enum Settlement {
        DONE,
        /** Not in this instance's mailbox. */
        NOT_FOUND,
        /** Its lease is another's by now, or it has another outcome. */
        CONFLICT
    }

    /**
     * Hands out up to {@code max} messages to an instance, within its in-flight limit, at most one of each
     * conversation, and fewer if they are large. A draining instance is handed nothing, nor is one whose messages go to other
     * nodes because this one drains.
     */
    public LeaseResult lease(Transaction tx, Instant now, String agentId, int max) {
        Optional<AgentInstance> agent = context.registry()
                .find(agentId)
                .filter(a -> a.status() != AgentStatus.DRAINING)
                .filter(a -> !context.router().isMovable(a.name()));
        int room = Math.min(
                max,
                agent.map(a -> a.maxInFlight() - tx.deliveries().leasedCount(agentId))
                        .orElse(0));
        if (room <= 0 || context.holdBack().isOn()) {
            return LeaseResult.NOTHING;
        }
        List<Leased> leased = new ArrayList<>();
        long bytes = 0;
        while (leased.size() < room && bytes < MAX_HANDOUT_BYTES) {
            List<Delivery> available = tx.deliveries().available(agentId, now, room - leased.size());
            if (available.isEmpty()) {
                break;
            }
            for (Delivery delivery : available) {
                if (!delivery.expiresAt().isAfter(now)) {
                    outcomes.expire(tx, now, delivery);
                } else if (bytes < MAX_HANDOUT_BYTES) {
                    Optional<Leased> next = hand(tx, now, delivery);
                    bytes += next.map(one -> one.message().sizeBytes()).orElse(0L);
                    next.ifPresent(leased::add);
                }
            }
        }
        return new LeaseResult(leased, leased.isEmpty() ? tx.deliveries().nextAvailableAt(agentId) : Optional.empty());
    }

    /** A message that cannot be read ends dead, so that it does not keep its mailbox from the others. */
    private Optional<Leased> hand(Transaction tx, Instant now, Delivery delivery) {
        StoredMessage message;
        try {
            message = tx.messages().find(delivery.messageId()).orElseThrow();
        } catch (DamagedMessageException damaged) {
            outcomes.finish(tx, now, delivery, DeliveryState.DEAD, Optional.of("its content is damaged on disk"));
            return Optional.empty();
        }
        Delivery leased = delivery.leased(now.plus(context.settings().delivery().lease()));
        tx.deliveries().save(leased);
        tx.messages().addReceipt(context.receipt(leased, ReceiptStatus.DELIVERED, now, Optional.empty()));
        Duration waited = Duration.between(delivery.availableAt(), now);
        tx.afterCommit(() -> context.listener().delivered(leased, waited));
        return Optional.of(new Leased(message, leased));
    }

    /**
     * Acknowledges a message. Done again it changes nothing; after the lease ran out it still counts while nobody else
     * has the message.
     *
     * @param attempt if present, which hand-out is meant: another one's lease is then not touched
     */
    public Settlement ack(Transaction tx, Instant now, String agentId, String messageId, OptionalInt attempt) {
        Optional<Delivery> found = find(tx, agentId, messageId);
        if (found.isEmpty()) {
            return Settlement.NOT_FOUND;
        }
        Delivery delivery = found.get();
        if (delivery.state() == DeliveryState.HANDLED) {
            return Settlement.DONE;
        }
        boolean late = delivery.state() == DeliveryState.QUEUED && delivery.attempt() > 0;
        if (!isCurrent(delivery, agentId, attempt) || !(delivery.state() == DeliveryState.LEASED || late)) {
            return Settlement.CONFLICT;
        }
        outcomes.finish(tx, now, delivery, DeliveryState.HANDLED, Optional.empty());
        return Settlement.DONE;
    }

    /**
     * Returns a message unhandled.
     *
     * @param requeue whether it is to be tried again; if not it ends {@code refused}
     * @param delay the wait before the next attempt; without one, the policy's backoff
     */
    public Settlement nack(
            Transaction tx,
            Instant now,
            String agentId,
            String messageId,
            OptionalInt attempt,
            String reason,
            boolean requeue,
            Optional<Duration> delay) {
        return settleLeased(tx, agentId, messageId, attempt, delivery -> {
            if (requeue) {
                outcomes.retry(tx, now, delivery, reason, delay);
            } else {
                outcomes.finish(tx, now, delivery, DeliveryState.REFUSED, Optional.of(reason));
            }
        });
    }

    /** Takes back a message that was leased to an instance but never reached it: it is available at once, and no attempt was spent. */
    public Settlement withdraw(
            Transaction tx, Instant now, String agentId, String messageId, OptionalInt attempt, String reason) {
        return settleLeased(tx, agentId, messageId, attempt, delivery -> outcomes.withdraw(tx, now, delivery, reason));
    }

    /** Lets a lease end {@code lease} from now, bounded by the policy's longest. */
    public Settlement extend(
            Transaction tx, Instant now, String agentId, String messageId, OptionalInt attempt, Duration lease) {
        Duration longest = context.settings().delivery().maxLease();
        Duration granted = lease.compareTo(longest) > 0 ? longest : lease;
        return settleLeased(
                tx,
                agentId,
                messageId,
                attempt,
                delivery -> tx.deliveries().save(delivery.extended(now.plus(granted))));
    }

    private Settlement settleLeased(
            Transaction tx, String agentId, String messageId, OptionalInt attempt, Consumer<Delivery> action) {
        Optional<Delivery> found = find(tx, agentId, messageId);
        if (found.isEmpty()) {
            return Settlement.NOT_FOUND;
        }
        Delivery delivery = found.get();
        if (delivery.state() != DeliveryState.LEASED || !isCurrent(delivery, agentId, attempt)) {
            return Settlement.CONFLICT;
        }
        action.accept(delivery);
        return Settlement.DONE;
    }

    private Optional<Delivery> find(Transaction tx, String agentId, String messageId) {
        return context.registry().find(agentId).flatMap(a -> tx.deliveries().find(messageId, a.name()));
    }

    private static boolean isCurrent(Delivery delivery, String agentId, OptionalInt attempt) {
        return delivery.agentId().filter(agentId::equals).isPresent()
                && (attempt.isEmpty() || attempt.getAsInt() == delivery.attempt());
    }
}

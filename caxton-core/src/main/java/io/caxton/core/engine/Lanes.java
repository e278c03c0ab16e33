package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.routing.RoutingFacts;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lanes of (agent name, conversation): adding at the end, moving to another instance, keeping the head marked. */
final class Lanes {
    private final EngineContext context;

    Lanes(EngineContext context) {
        this.context = context;
    }

    /** Puts a message at the end of its lane. */
    Delivery append(Transaction tx, Instant now, StoredMessage stored, Target target) {
        Message message = stored.message();
        DeliveryPolicy policy = context.settings().delivery();
        Delivery delivery = new Delivery(
                message.id(),
                target.agentName(),
                target.agentId(),
                message.conversationId(),
                stored.position(),
                message.priority(),
                DeliveryState.QUEUED,
                isEmpty(tx, target.agentName(), message.conversationId()),
                0,
                message.guarantee() == Guarantee.AT_MOST_ONCE
                        ? 1
                        : policy.retry().maxAttempts(),
                now,
                Optional.empty(),
                message.replyBy().orElse(now.plus(policy.timeToLive())),
                Optional.empty(),
                false);
        tx.deliveries().save(delivery);
        target.agentId().ifPresent(id -> tx.conversations().bind(message.conversationId(), target.agentName(), id));
        tx.messages().addReceipt(context.receipt(delivery, ReceiptStatus.QUEUED, now, Optional.empty()));
        announce(tx, delivery);
        return delivery;
    }

    /** Makes the first unfinished delivery of a lane its head, at an instance that can take it if there is one. */
    void promoteHead(Transaction tx, AgentName name, String conversationId) {
        tx.deliveries()
                .firstUnfinished(name, conversationId)
                .filter(next -> !next.head())
                .ifPresent(next -> {
                    Delivery head = next.asHead();
                    tx.deliveries().save(head);
                    if (!takesTraffic(head.agentId())) {
                        moveLane(tx, name, conversationId);
                    } else {
                        announce(tx, head);
                    }
                });
    }

    /**
     * Gives every lane that an instance (or none, if empty) holds to instances that take traffic. Lanes whose head is
     * leased stay until it is acknowledged. Without a taker nothing moves.
     */
    void moveMailbox(Transaction tx, AgentName name, Optional<String> from) {
        held(tx, name, from).forEach(conversationId -> moveLane(tx, name, conversationId));
    }

    /**
     * Takes lanes from an instance that is gone and leaves them to whoever comes next. What another instance has leased of
     * them stays its own.
     */
    void unassign(Transaction tx, AgentName name, String from) {
        held(tx, name, Optional.of(from))
                .forEach(conversationId -> tx.deliveries().assign(name, conversationId, Optional.empty()));
    }

    /** All of them: redriven messages, or a bound that was lowered since, may have left more than a mailbox takes. */
    private static List<String> held(Transaction tx, AgentName name, Optional<String> agentId) {
        return tx.deliveries().conversationsHeldBy(name, agentId, Integer.MAX_VALUE);
    }

    boolean isEmpty(Transaction tx, AgentName name, String conversationId) {
        return tx.deliveries().firstUnfinished(name, conversationId).isEmpty();
    }

    /** Tells whoever waits for this instance's mailbox, once the change is durable. */
    void announce(Transaction tx, Delivery delivery) {
        if (delivery.head()) {
            delivery.agentId()
                    .ifPresent(id -> tx.afterCommit(() -> context.listener().available(id)));
        }
    }

    /** Moves a lane whose head came back to an instance that takes no traffic to one that does, if there is one. */
    void moveIfAway(Transaction tx, Delivery head) {
        if (!takesTraffic(head.agentId())) {
            moveLane(tx, head.agentName(), head.conversationId());
        }
    }

    private void moveLane(Transaction tx, AgentName name, String conversationId) {
        Optional<Delivery> head = tx.deliveries().firstUnfinished(name, conversationId);
        if (head.isEmpty() || head.get().state() == DeliveryState.LEASED) {
            return;
        }
        Optional<String> taker = context.router()
                .pickInstance(name, context.registry(), new StoredFacts(tx, Optional.of(conversationId)));
        if (taker.isEmpty() || taker.equals(head.get().agentId())) {
            return;
        }
        tx.deliveries().assign(name, conversationId, taker);
        tx.conversations().bind(conversationId, name, taker.get());
        announce(tx, head.get().assignedTo(taker));
    }

    private boolean takesTraffic(Optional<String> agentId) {
        return agentId.flatMap(context.registry()::find)
                .filter(a -> a.status().takesTraffic())
                .isPresent();
    }

    /** The router's questions answered from a transaction. */
    record StoredFacts(Transaction tx, Optional<String> conversationId) implements RoutingFacts {
        @Override
        public Optional<String> boundInstance(AgentName name) {
            return conversationId.flatMap(id -> tx.conversations().boundInstance(id, name));
        }

        @Override
        public Map<AgentName, String> boundInstances() {
            return conversationId
                    .map(id -> tx.conversations().boundInstances(id))
                    .orElse(Map.of());
        }

        @Override
        public boolean isParticipant(AgentName name) {
            return conversationId
                    .flatMap(id -> tx.conversations().find(id))
                    .filter(c -> c.participants().contains(name))
                    .isPresent();
        }

        @Override
        public int backlog(String agentId) {
            return tx.deliveries().backlog(agentId);
        }
    }
}

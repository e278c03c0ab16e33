package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.Priority;
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
        Instant expiresAt = stored.message()
                .replyBy()
                .orElse(now.plus(context.settings().delivery().timeToLive()));
        return append(tx, now, stored, target, expiresAt, List.of(), 0);
    }

    /**
     * The same with a deadline of its own.
     *
     * @param origins the nodes that wait for its outcome
     * @param life how often it was redriven there
     */
    Delivery append(
            Transaction tx,
            Instant now,
            StoredMessage stored,
            Target target,
            Instant expiresAt,
            List<String> origins,
            int life) {
        Message message = stored.message();
        DeliveryPolicy policy = context.settings().delivery();
        Delivery delivery = new Delivery(
                message.id(),
                target.agentName(),
                target.holder(),
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
                expiresAt,
                Optional.empty(),
                false,
                origins,
                life);
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
                    if (!takesTraffic(tx, head)) {
                        moveLane(tx, name, conversationId, Optional.empty());
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
        held(tx, name, from).forEach(conversationId -> moveLane(tx, name, conversationId, Optional.empty()));
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

    /** Tells whoever waits for this instance's mailbox, or sends to this node, once the change is durable. */
    void announce(Transaction tx, Delivery delivery) {
        if (delivery.head()) {
            delivery.agentId().ifPresent(id -> tx.afterCommit(() -> announce(id, delivery.priority())));
        }
    }

    private void announce(String holder, Priority priority) {
        Outbox.nodeOf(holder)
                .ifPresentOrElse(
                        node -> context.listener().waitsFor(node, priority),
                        () -> context.listener().available(holder));
    }

    /** Moves a lane whose head came back to an instance that takes no traffic to one that does, if there is one. */
    void moveIfAway(Transaction tx, Delivery head) {
        if (!takesTraffic(tx, head)) {
            moveLane(tx, head.agentName(), head.conversationId(), Optional.empty());
        }
    }

    /**
     * Gives what is queued of a lane to an instance that takes traffic, here or at another node; without one nothing moves.
     *
     * @param notAt a node that has just refused it
     */
    void moveLane(Transaction tx, AgentName name, String conversationId, Optional<String> notAt) {
        Optional<Delivery> head = tx.deliveries().firstUnfinished(name, conversationId);
        if (head.isEmpty() || head.get().state() == DeliveryState.LEASED) {
            return;
        }
        taker(tx, name, conversationId, notAt).ifPresent(taker -> {
            bind(tx, conversationId, taker);
            if (!taker.holder().equals(head.get().agentId())) {
                tx.deliveries().assign(name, conversationId, taker.holder());
                announce(tx, head.get().assignedTo(taker.holder()));
            }
        });
    }

    /** Who can take a lane now: an instance, or the node of an outside client. */
    Optional<Target> taker(Transaction tx, AgentName name, String conversationId, Optional<String> notAt) {
        StoredFacts facts = new StoredFacts(tx, Optional.of(conversationId));
        return context.router()
                .pickTarget(name, context.registry(), facts, notAt)
                .or(() -> context.router().isKnown(name, context.registry())
                        ? Optional.empty()
                        : facts.boundInstance(name)
                                .flatMap(Outbox::nodeOf)
                                .filter(node -> !node.equals(context.nodeId()))
                                .filter(node -> notAt.filter(node::equals).isEmpty())
                                .map(node -> new Target(name, Optional.empty(), Optional.of(node))));
    }

    /** Lets a conversation stick to an instance. */
    static void bind(Transaction tx, String conversationId, Target target) {
        target.agentId()
                .filter(id -> !tx.conversations()
                        .boundInstance(conversationId, target.agentName())
                        .filter(id::equals)
                        .isPresent())
                .ifPresent(id -> tx.conversations().bind(conversationId, target.agentName(), id));
    }

    /** Puts a delivery back into its lane that had left it: at its old place, unless what comes after it is leased by now. */
    Delivery reenter(Transaction tx, Instant now, Delivery left, Optional<String> reason) {
        Optional<Delivery> first = tx.deliveries().firstUnfinished(left.agentName(), left.conversationId());
        boolean behind = first.filter(d -> d.position() < left.position() || d.state() == DeliveryState.LEASED)
                .isPresent();
        boolean overtaken = first.filter(d -> d.position() > left.position()).isPresent();
        if (overtaken && !behind) {
            first.ifPresent(d -> tx.deliveries().save(d.asFollower()));
        }
        long position = overtaken && behind ? tx.messages().nextPosition() : left.position();
        Delivery queued = left.returned(position, !behind, now, reason);
        tx.deliveries().save(queued);
        announce(tx, queued);
        return queued;
    }

    /** Whether who holds a delivery can get it: an instance that takes traffic, or a node that has one, or the client's. */
    boolean takesTraffic(Transaction tx, Delivery delivery) {
        Optional<String> node = delivery.agentId().flatMap(Outbox::nodeOf);
        if (node.isEmpty()) {
            return delivery.agentId()
                    .flatMap(context.registry()::find)
                    .filter(a -> a.status().takesTraffic() && !context.router().isMovable(a.name()))
                    .isPresent();
        }
        return tx.conversations()
                .boundInstance(delivery.conversationId(), delivery.agentName())
                .filter(bound -> isClientsNode(delivery, node.get(), bound)
                        || context.router().nodeOf(delivery.agentName(), bound).equals(node))
                .isPresent();
    }

    /** One that was taken for a client may have turned out to be an agent, which is where it is registered. */
    private boolean isClientsNode(Delivery delivery, String node, String bound) {
        return Outbox.of(node).equals(bound) && !context.router().isKnown(delivery.agentName(), context.registry());
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

package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.storage.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Messages that ran out of attempts: listed, given a new life, or put away. */
public final class DeadLetters {
    private final EngineContext context;
    private final Lanes lanes;

    DeadLetters(EngineContext context, Lanes lanes) {
        this.context = context;
        this.lanes = lanes;
    }

    /** Dead letters with a position above {@code after}, in order. */
    public List<Delivery> list(Transaction tx, Optional<AgentName> agent, long after, int limit) {
        return tx.deliveries().deadLetters(agent, after, limit);
    }

    /**
     * Gives every dead delivery of a message a full set of attempts at the end of its lane; returns how many.
     *
     * @param whose the receivers meant; those of others stay as they are
     */
    public int redrive(Transaction tx, Instant now, String messageId, Predicate<AgentName> whose) {
        List<Delivery> dead = deadOf(tx, messageId, whose);
        for (Delivery delivery : dead) {
            Optional<String> instance = lanes.taker(
                            tx, delivery.agentName(), delivery.conversationId(), Optional.empty())
                    .map(taker -> {
                        Lanes.bind(tx, delivery.conversationId(), taker);
                        return taker;
                    })
                    .flatMap(Target::holder)
                    .or(() -> registered(delivery.agentId()));
            Delivery redriven = delivery.assignedTo(instance)
                    .redriven(
                            tx.messages().nextPosition(),
                            lanes.isEmpty(tx, delivery.agentName(), delivery.conversationId()),
                            now,
                            now.plus(context.settings().delivery().timeToLive()));
            tx.deliveries().save(redriven);
            tx.messages().addReceipt(context.receipt(redriven, ReceiptStatus.QUEUED, now, Optional.of("redriven")));
            tx.messages().markFinished(messageId, Optional.empty());
            lanes.announce(tx, redriven);
        }
        return dead.size();
    }

    /**
     * Takes a message off the list of dead letters; its outcome stays recorded. Returns how many deliveries it had there.
     *
     * @param whose the receivers meant; those of others stay as they are
     */
    public int dismiss(Transaction tx, String messageId, Predicate<AgentName> whose) {
        List<Delivery> dead = deadOf(tx, messageId, whose);
        dead.forEach(d -> tx.deliveries().save(d.putAway()));
        return dead.size();
    }

    private static List<Delivery> deadOf(Transaction tx, String messageId, Predicate<AgentName> whose) {
        return tx.deliveries().ofMessage(messageId).stream()
                .filter(d -> d.state() == DeliveryState.DEAD && !d.dismissed() && whose.test(d.agentName()))
                .toList();
    }

    private Optional<String> registered(Optional<String> agentId) {
        return agentId.flatMap(context.registry()::find).map(AgentInstance::agentId);
    }
}

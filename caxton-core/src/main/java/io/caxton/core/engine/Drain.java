package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.storage.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A node that gives what it has to others before it goes. What is for a name of which another node has an instance that takes
 * traffic, a <em>movable</em> one, goes there: this node's instances of it are handed nothing more, what they have leased stays
 * theirs until it is acknowledged or returned. Other names go on as before, and so does a movable one when nobody else has it any
 * more. Nothing of this is stored: after a restart the node does not drain.
 */
public final class Drain {
    private final EngineContext context;
    private final Rerouting rerouting;

    Drain(EngineContext context, Rerouting rerouting) {
        this.context = context;
        this.rerouting = rerouting;
    }

    /** From now on; {@link Forwarding#reroute} then moves what waits. Begun again it changes nothing. */
    public void begin() {
        context.draining().begin();
        rerouting.begin();
    }

    /** Whether it has begun. */
    public boolean isOn() {
        return context.draining().isOn();
    }

    /** How many messages other nodes have taken since. */
    public long moved() {
        return context.draining().moved();
    }

    /** How many deliveries wait or are in work here. */
    public long left(Transaction tx) {
        Map<DeliveryState, Long> counts = tx.deliveries().counts();
        return counts.getOrDefault(DeliveryState.QUEUED, 0L) + counts.getOrDefault(DeliveryState.LEASED, 0L);
    }

    /**
     * Whether something is here that others could still take or are to be told of.
     *
     * @param isThere which other nodes can be reached
     */
    public boolean isUnderWay(Transaction tx, Predicate<String> isThere) {
        return tx.reports().nodes().stream().anyMatch(isThere)
                || tx.deliveries().outboxes().stream()
                        .filter(outbox -> Outbox.nodeOf(outbox).filter(isThere).isPresent())
                        .anyMatch(outbox -> holdsSome(tx, outbox))
                || held(tx).stream().anyMatch(agent -> context.router().isMovable(agent.name()));
    }

    /** A lane always has a head, queued or leased. */
    private static boolean holdsSome(Transaction tx, String outbox) {
        return tx.deliveries().leasedCount(outbox) > 0
                || !tx.deliveries().heads(Optional.of(outbox), 0, 1).isEmpty();
    }

    private List<AgentInstance> held(Transaction tx) {
        return context.registry().all().stream()
                .filter(agent -> tx.deliveries().backlog(agent.agentId()) > 0)
                .toList();
    }
}

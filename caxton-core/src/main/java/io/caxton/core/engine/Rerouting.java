package io.caxton.core.engine;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.storage.Transaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Goes through the lanes that wait for other nodes or for nobody, and through those of this node's own while it drains, a bounded
 * number at a time.
 */
final class Rerouting {
    private final EngineContext context;
    private final Lanes lanes;

    /** Whose lanes are still to be looked at, from which position on; nobody is empty. */
    private final Deque<Optional<String>> holders = new ArrayDeque<>();

    private long after;
    private volatile boolean asked;
    private boolean running;

    Rerouting(EngineContext context, Lanes lanes) {
        this.context = context;
        this.lanes = lanes;
    }

    void begin() {
        asked = true;
    }

    boolean step(Transaction tx, int limit) {
        if (asked) {
            asked = false;
            running = true;
            holders.clear();
            after = 0;
            holders.add(Optional.empty());
            tx.deliveries().outboxes().forEach(outbox -> holders.add(Optional.of(outbox)));
            if (context.draining().isOn()) {
                context.registry().all().forEach(agent -> holders.add(Optional.of(agent.agentId())));
            }
        }
        if (!running) {
            return false;
        }
        tx.onRollback(this::begin);
        int left = limit;
        while (left > 0 && !holders.isEmpty()) {
            List<Delivery> heads = tx.deliveries().heads(holders.element(), after, left);
            for (Delivery head : heads) {
                after = head.position();
                look(tx, head);
            }
            if (heads.size() < left) {
                holders.remove();
                after = 0;
            }
            left -= heads.size();
        }
        running = !holders.isEmpty();
        return running;
    }

    private void look(Transaction tx, Delivery head) {
        if (!lanes.takesTraffic(tx, head)) {
            // Nobody's, or who holds it takes nothing.
            lanes.moveLane(tx, head.agentName(), head.conversationId(), Optional.empty());
        } else {
            // It may have become the head while its taker was not known, or its instance was handed nothing for as long
            // as somebody
            // else took it.
            lanes.announce(tx, head);
        }
    }
}

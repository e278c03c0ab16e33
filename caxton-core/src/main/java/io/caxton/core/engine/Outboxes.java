package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Forward;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What waits for other nodes: handed out in batches, and what becomes of it by their answers. */
final class Outboxes {
    /** Messages of one lane in one batch. */
    static final int MAX_RUN = 100;

    /** How long a message waits after a node has said that its receiver is not there, if nobody else has it. */
    static final Duration RETRY_WHEN_NOT_THERE = Duration.ofSeconds(1);

    /** How long a lane waits that goes to another node after one has said that its receiver is not there. */
    static final Duration REROUTE_DELAY = Duration.ofMillis(100);

    /** A node that has no room can ask for no shorter and no longer wait. */
    static final Duration MIN_WAIT = Duration.ofMillis(100);

    static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private record Lane(AgentName agentName, String conversationId) {
        static Lane of(Delivery delivery) {
            return new Lane(delivery.agentName(), delivery.conversationId());
        }
    }

    private final EngineContext context;
    private final Lanes lanes;
    private final Outcomes outcomes;

    Outboxes(EngineContext context, Lanes lanes, Outcomes outcomes) {
        this.context = context;
        this.lanes = lanes;
        this.outcomes = outcomes;
    }

    List<Lease> handOut(
            Transaction tx,
            Instant now,
            String nodeId,
            Priority priority,
            int maxMessages,
            long maxBytes,
            Duration lease) {
        if (context.holdBack().isOn()) {
            return List.of();
        }
        String outbox = Outbox.of(nodeId);
        Batch batch = new Batch(tx, now, now.plus(lease), Math.min(maxMessages, ForwardCodec.MAX_ITEMS), maxBytes);
        while (!batch.isFull()) {
            List<Delivery> heads = tx.deliveries().available(outbox, priority, now, batch.room());
            if (heads.isEmpty()) {
                break;
            }
            for (Delivery head : heads) {
                if (batch.isFull()) {
                    break;
                }
                lanes.moveIfAway(tx, head);
                tx.deliveries()
                        .find(head.messageId(), head.agentName())
                        .filter(d -> d.agentId().equals(Optional.of(outbox)))
                        .ifPresent(batch::addRun);
            }
        }
        return batch.leases;
    }

    /** What goes out together. */
    private final class Batch {
        final List<Lease> leases = new ArrayList<>();
        private final Transaction tx;
        private final Instant now;
        private final Instant until;
        private final int maxMessages;
        private final long maxBytes;
        private final Map<String, byte[]> contents = new HashMap<>();
        private long bytes;
        private boolean full;

        Batch(Transaction tx, Instant now, Instant until, int maxMessages, long maxBytes) {
            this.tx = tx;
            this.now = now;
            this.until = until;
            this.maxMessages = maxMessages;
            this.maxBytes = Math.min(maxBytes, ForwardCodec.MAX_BYTES);
        }

        boolean isFull() {
            return full || room() <= 0;
        }

        int room() {
            return maxMessages - leases.size();
        }

        /** The head of a lane, and what follows it for the same node. */
        void addRun(Delivery head) {
            Optional<Delivery> next = Optional.of(head);
            for (int i = 0; i < MAX_RUN && !isFull() && next.isPresent(); i++) {
                Delivery delivery = next.get();
                if (delivery.state() != DeliveryState.QUEUED
                        || !delivery.agentId().equals(head.agentId())
                        || delivery.availableAt().isAfter(now)) {
                    return;
                }
                next = tx.deliveries().next(delivery);
                add(delivery);
            }
        }

        private void add(Delivery delivery) {
            if (!delivery.expiresAt().isAfter(now)) {
                outcomes.expire(tx, now, delivery);
                return;
            }
            Optional<byte[]> json = json(delivery.messageId());
            if (json.isEmpty()) {
                outcomes.finish(tx, now, delivery, DeliveryState.DEAD, Optional.of("its content is damaged on disk"));
                return;
            }
            long more = json.get().length + (long) ForwardCodec.OVERHEAD_BYTES;
            if (!leases.isEmpty() && bytes + more > maxBytes) {
                full = true;
                return;
            }
            bytes += more;
            Delivery leased = current(tx, delivery).leased(until);
            tx.deliveries().save(leased);
            leases.add(new Lease(forward(leased, json.get()), until));
        }

        private Optional<byte[]> json(String messageId) {
            byte[] known = contents.get(messageId);
            if (known != null) {
                return Optional.of(known);
            }
            try {
                Optional<byte[]> read = tx.messages().json(messageId);
                read.ifPresent(json -> contents.put(messageId, json));
                return read;
            } catch (DamagedMessageException damaged) {
                return Optional.empty();
            }
        }

        private Forward forward(Delivery delivery, byte[] json) {
            Optional<String> meant = tx.conversations()
                    .boundInstance(delivery.conversationId(), delivery.agentName())
                    .filter(id -> !Outbox.isOutbox(id));
            Duration remaining = Duration.between(now, delivery.expiresAt());
            return new Forward(delivery.messageId(), delivery.agentName(), meant, delivery.life(), remaining, json);
        }
    }

    /** Notes the answers to a batch. */
    void settled(Transaction tx, Instant now, String nodeId, List<Lease> leases, List<Answer> answers) {
        Map<Lane, Answer> stopped = new LinkedHashMap<>();
        List<Delivery> back = new ArrayList<>();
        for (int i = 0; i < leases.size(); i++) {
            Answer answer = i < answers.size() ? answers.get(i) : new Answer.Full(RETRY_WHEN_NOT_THERE);
            Optional<Delivery> leased = current(tx, nodeId, leases.get(i));
            if (leased.isEmpty()) {
                continue;
            }
            Delivery delivery = leased.get();
            if (answer instanceof Answer.Taken) {
                forwarded(tx, now, nodeId, delivery);
            } else if (answer instanceof Answer.Refused refused) {
                outcomes.finish(tx, now, delivery, DeliveryState.REFUSED, Optional.of(refused.reason()));
            } else {
                stopped.putIfAbsent(Lane.of(delivery), answer);
                back.add(delivery);
            }
        }
        back.forEach(d -> queue(tx, now, d, waitAfter(stopped, d), "node " + nodeId + " did not take it"));
        stopped.forEach((lane, answer) -> {
            if (answer instanceof Answer.NotHere notHere) {
                notHere.movedTo().ifPresent(id -> follow(tx, lane, id));
            }
            route(tx, now, nodeId, lane, answer instanceof Answer.NotHere);
        });
    }

    /** What comes later goes where the earlier went. */
    private void follow(Transaction tx, Lane lane, String agentId) {
        if (context.router().nodeOf(lane.agentName(), agentId).isPresent()) {
            tx.conversations().bind(lane.conversationId(), lane.agentName(), agentId);
        }
    }

    private static Duration waitAfter(Map<Lane, Answer> stopped, Delivery delivery) {
        return stopped.get(Lane.of(delivery)) instanceof Answer.Full full
                ? bounded(full.retryAfter())
                // Two nodes that send it to each other must not do so without a pause.
                : REROUTE_DELAY;
    }

    private static Duration bounded(Duration wait) {
        Duration longer = wait.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : wait;
        return longer.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : longer;
    }

    private void forwarded(Transaction tx, Instant now, String nodeId, Delivery delivery) {
        Delivery there = delivery.forwarded();
        tx.deliveries().save(there);
        tx.afterCommit(() -> {
            context.draining().taken();
            context.listener().forwarded(there);
        });
        tx.messages()
                .addReceipt(new Receipt(
                        delivery.messageId(),
                        ReceiptStatus.FORWARDED,
                        now,
                        nodeId,
                        Optional.of(delivery.agentName().value()),
                        Optional.empty(),
                        Optional.empty()));
        lanes.promoteHead(tx, delivery.agentName(), delivery.conversationId());
    }

    /** Returns what was not answered. */
    void unanswered(
            Transaction tx, Instant now, String nodeId, List<Lease> leases, Duration delay, boolean mayHaveArrived) {
        List<Delivery> returned = leases.stream()
                .flatMap(lease -> current(tx, nodeId, lease).stream())
                .toList();
        unanswered(tx, now, nodeId, returned, delay, mayHaveArrived, true);
    }

    /** Returns what was in flight when its time ran out, or when the node was stopped. */
    void unanswered(Transaction tx, Instant now, List<Delivery> leased) {
        leased.forEach(d -> {
            String nodeId = d.agentId().flatMap(Outbox::nodeOf).orElseThrow();
            unanswered(tx, now, nodeId, List.of(d), Duration.ZERO, true, true);
        });
    }

    private void unanswered(
            Transaction tx,
            Instant now,
            String nodeId,
            List<Delivery> leased,
            Duration delay,
            boolean mayHaveArrived,
            boolean route) {
        Map<Lane, Delivery> affected = new LinkedHashMap<>();
        for (Delivery delivery : leased) {
            if (mayHaveArrived && isAtMostOnce(tx, delivery)) {
                String why = "node " + nodeId + " did not answer, and what is delivered at most once is not sent again";
                outcomes.finish(tx, now, delivery, DeliveryState.DEAD, Optional.of(why));
            } else {
                queue(tx, now, delivery, delay, "node " + nodeId + " did not answer");
                affected.putIfAbsent(Lane.of(delivery), delivery);
            }
        }
        if (route) {
            affected.keySet().forEach(lane -> route(tx, now, nodeId, lane, false));
        }
    }

    static boolean isAtMostOnce(Transaction tx, Delivery delivery) {
        if (delivery.maxAttempts() > 1) {
            return false;
        }
        try {
            return tx.messages()
                    .find(delivery.messageId())
                    .map(StoredMessage::message)
                    .filter(m -> m.guarantee() == Guarantee.AT_MOST_ONCE)
                    .isPresent();
        } catch (DamagedMessageException damaged) {
            return false;
        }
    }

    /** Costs no attempt and leaves no line in the history: a node may be away for days. */
    private void queue(Transaction tx, Instant now, Delivery delivery, Duration delay, String reason) {
        Optional<String> halted = Outcomes.halted(tx, delivery).flatMap(c -> c.reason());
        if (halted.isPresent()) {
            outcomes.finish(tx, now, delivery, DeliveryState.REFUSED, halted);
        } else if (!delivery.expiresAt().isAfter(now)) {
            outcomes.expire(tx, now, delivery);
        } else {
            // It may have become the head since it was looked at.
            Delivery queued = current(tx, delivery).withdrawn(now.plus(delay), reason);
            tx.deliveries().save(queued);
            lanes.announce(tx, queued);
        }
    }

    /** Finds a lane that came back whole the way that is best now. */
    private void route(Transaction tx, Instant now, String nodeId, Lane lane, boolean notThere) {
        Optional<Delivery> head = tx.deliveries().firstUnfinished(lane.agentName(), lane.conversationId());
        if (head.isEmpty()) {
            return;
        }
        if (!notThere) {
            lanes.moveIfAway(tx, head.get());
            return;
        }
        lanes.moveLane(tx, lane.agentName(), lane.conversationId(), Optional.of(nodeId));
        tx.deliveries()
                .firstUnfinished(lane.agentName(), lane.conversationId())
                .filter(d -> d.state() == DeliveryState.QUEUED && d.agentId().equals(Optional.of(Outbox.of(nodeId))))
                .ifPresent(d -> notThere(tx, now, nodeId, d));
    }

    /** Nobody else has it either: that of a client's node is no use, an agent may come back. */
    private void notThere(Transaction tx, Instant now, String nodeId, Delivery head) {
        boolean client = tx.conversations()
                .boundInstance(head.conversationId(), head.agentName())
                .filter(Outbox::isOutbox)
                .isPresent();
        if (client && !context.router().isKnown(head.agentName(), context.registry())) {
            Optional<String> why = Optional.of("its receiver is not known at node " + nodeId + " any more");
            outcomes.finish(tx, now, head, DeliveryState.REFUSED, why);
        } else if (context.router().isKnown(head.agentName(), context.registry())) {
            // The registry of the cluster may be behind.
            String why = "its receiver is not at node " + nodeId;
            Delivery later = head.requeued(now.plus(RETRY_WHEN_NOT_THERE), why);
            tx.deliveries().save(later);
            lanes.announce(tx, later);
        } else {
            tx.deliveries().assign(head.agentName(), head.conversationId(), Optional.empty());
        }
    }

    private static Delivery current(Transaction tx, Delivery delivery) {
        return tx.deliveries().find(delivery.messageId(), delivery.agentName()).orElse(delivery);
    }

    private static Optional<Delivery> current(Transaction tx, String nodeId, Lease lease) {
        return tx.deliveries()
                .find(lease.forward().messageId(), lease.forward().agentName())
                .filter(d -> d.state() == DeliveryState.LEASED
                        && d.agentId().equals(Optional.of(Outbox.of(nodeId)))
                        && d.leaseExpiresAt().equals(Optional.of(lease.until())));
    }
}

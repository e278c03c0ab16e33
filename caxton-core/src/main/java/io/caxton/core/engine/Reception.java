package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Answer.Full;
import io.caxton.core.forward.Answer.NotHere;
import io.caxton.core.forward.Answer.Refused;
import io.caxton.core.forward.Answer.Taken;
import io.caxton.core.forward.Arrival;
import io.caxton.core.forward.Forward;
import io.caxton.core.message.Envelope;
import io.caxton.core.message.Message;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes what other nodes forward, as {@link Acceptance} takes what clients send. */
final class Reception {
    /** How long a node waits before it forwards again what found a full mailbox. */
    static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(5);

    private record Lane(AgentName agentName, String conversationId) {}

    private final EngineContext context;
    private final Lanes lanes;
    private final Outcomes outcomes;

    Reception(EngineContext context, Lanes lanes, Outcomes outcomes) {
        this.context = context;
        this.lanes = lanes;
        this.outcomes = outcomes;
    }

    List<Answer> receive(Transaction tx, Instant now, String fromNode, List<Arrival> arrivals) {
        List<Answer> answers = new ArrayList<>(arrivals.size());
        Map<Lane, Answer> stopped = new HashMap<>();
        for (Arrival arrival : arrivals) {
            Optional<Lane> lane = arrival.envelope()
                    .map(e ->
                            new Lane(arrival.forward().agentName(), e.message().conversationId()));
            // What follows one that was not taken must not overtake it.
            Answer answer = lane.map(stopped::get).orElseGet(() -> receive(tx, now, fromNode, arrival));
            if (answer instanceof NotHere || answer instanceof Full) {
                lane.ifPresent(l -> stopped.put(l, answer));
            }
            answers.add(answer);
        }
        return answers;
    }

    private Answer receive(Transaction tx, Instant now, String fromNode, Arrival arrival) {
        if (arrival.envelope().isEmpty()) {
            return new Refused("node " + context.nodeId() + " cannot read it");
        }
        Forward forward = arrival.forward();
        Message message = arrival.envelope().get().message();
        Optional<StoredMessage> stored;
        try {
            stored = tx.messages().find(message.id());
        } catch (DamagedMessageException damaged) {
            return new Refused("what node " + context.nodeId() + " has of it is damaged on disk");
        }
        if (stored.filter(s -> !isSame(s.message(), message)).isPresent()) {
            return new Refused("its message_id was used before for a different message");
        }
        Optional<Delivery> known = stored.flatMap(s -> tx.deliveries().find(message.id(), forward.agentName()));
        Optional<Answer> repeated = known.flatMap(d -> repeated(tx, now, fromNode, forward, d));
        if (repeated.isPresent()) {
            return repeated.get();
        }
        if (isLeftTo(tx, forward.agentName(), message.conversationId())) {
            return elsewhere(tx, forward.agentName(), message.conversationId());
        }
        Optional<Target> target = target(tx, fromNode, forward, message);
        // Where an instance is meant it is an agent, whatever is known of it here.
        boolean perhapsClient = target.isEmpty() && forward.agentId().isEmpty();
        if (perhapsClient && isClient(tx, forward.agentName(), message)) {
            return checkLimits(tx, now, message, forward.agentName(), stored.isPresent())
                    .orElseGet(() -> keep(tx, now, fromNode, arrival, stored));
        }
        if (target.isEmpty()) {
            return new NotHere();
        }
        Optional<Answer> limit = checkLimits(tx, now, message, forward.agentName(), stored.isPresent());
        if (limit.isPresent()) {
            return limit.get();
        }
        if (isFull(tx, target.get())) {
            return new Full(RETRY_WHEN_FULL);
        }
        if (known.isPresent()) {
            comeBack(tx, now, fromNode, forward, known.get(), target.get());
        } else {
            StoredMessage taken = atTheEnd(tx, forward.agentName(), store(tx, now, fromNode, arrival, stored), stored);
            Instant expiresAt = now.plus(forward.remaining());
            lanes.append(tx, now, taken, target.get(), expiresAt, List.of(fromNode), forward.life());
        }
        return new Taken();
    }

    /**
     * What comes in and what goes out of a mailbox are counted apart: nodes that are full of messages for each other would
     * never get rid of them.
     */
    private boolean isFull(Transaction tx, Target target) {
        int outgoing = tx.deliveries().outgoing(target.agentName());
        int counted = target.nodeId().isPresent() ? outgoing : tx.deliveries().depth(target.agentName()) - outgoing;
        return counted >= context.settings().delivery().maxMailboxDepth();
    }

    /** A message that is here already for another name has an old place: before what its new lane may hold. */
    private StoredMessage atTheEnd(
            Transaction tx, AgentName name, StoredMessage taken, Optional<StoredMessage> before) {
        return before.isEmpty() || lanes.isEmpty(tx, name, taken.message().conversationId())
                ? taken
                : new StoredMessage(
                        taken.message(),
                        tx.messages().nextPosition(),
                        taken.acceptedAt(),
                        taken.sizeBytes(),
                        taken.fingerprint());
    }

    /** What was forwarded twice differs in its hops at most; a message of another sender may have the same id. */
    static boolean isSame(Message stored, Message arrived) {
        if (stored.equals(arrived)) {
            return true;
        }
        if (!stored.sender().equals(arrived.sender())
                || !stored.conversationId().equals(arrived.conversationId())
                || stored.performative() != arrived.performative()) {
            return false;
        }
        return Arrays.equals(canonical(stored, arrived), canonical(arrived, arrived));
    }

    private static byte[] canonical(Message message, Message as) {
        Message alike = message.withHops(0);
        Message traced = as.trace().map(alike::withTrace).orElse(alike);
        return Envelope.of(Envelope.read(Envelope.of(traced).json())).json();
    }

    /** The answer if this node has the delivery already, or had it; empty if it is to be taken into a mailbox here. */
    private Optional<Answer> repeated(
            Transaction tx, Instant now, String fromNode, Forward forward, Delivery delivery) {
        if (delivery.state().isFinal()) {
            if (forward.life() > delivery.life()) {
                return Optional.empty();
            }
            outcomes.report(tx, now, delivery, fromNode);
            return Optional.of(new Taken());
        }
        boolean here = delivery.state().isInLane()
                && delivery.agentId().filter(Outbox::isOutbox).isEmpty();
        if (!here) {
            return Optional.empty();
        }
        Delivery waitedFor = delivery.withOrigin(fromNode);
        if (!waitedFor.equals(delivery)) {
            tx.deliveries().save(waitedFor);
        }
        return Optional.of(new Taken());
    }

    /** A delivery that was redriven where it came from, or that went from here to a node which sends it back. */
    private void comeBack(
            Transaction tx, Instant now, String fromNode, Forward forward, Delivery known, Target target) {
        Lanes.bind(tx, known.conversationId(), target);
        Delivery waitedFor = known.assignedTo(target.holder()).withOrigin(fromNode);
        if (known.state().isFinal()) {
            Delivery redriven = waitedFor
                    .redriven(
                            tx.messages().nextPosition(),
                            lanes.isEmpty(tx, known.agentName(), known.conversationId()),
                            now,
                            now.plus(forward.remaining()))
                    .inLife(forward.life());
            tx.deliveries().save(redriven);
            tx.messages().markFinished(known.messageId(), Optional.empty());
            tx.messages().addReceipt(context.receipt(redriven, ReceiptStatus.QUEUED, now, Optional.of("redriven")));
            lanes.announce(tx, redriven);
            return;
        }
        Optional<String> reason = Optional.of("node " + fromNode + " sent it back");
        Delivery queued;
        if (known.state().isInLane()) {
            queued = waitedFor.returned(known.position(), known.head(), now, reason);
            tx.deliveries().save(queued);
            lanes.announce(tx, queued);
        } else {
            queued = lanes.reenter(tx, now, waitedFor, reason);
        }
        tx.messages().addReceipt(context.receipt(queued, ReceiptStatus.QUEUED, now, reason));
    }

    /**
     * Whether a conversation is to go another way, because this node drains and has nothing of it: what it still has must not be
     * overtaken.
     */
    private boolean isLeftTo(Transaction tx, AgentName name, String conversationId) {
        return context.router().isMovable(name) && lanes.isEmpty(tx, name, conversationId);
    }

    private NotHere elsewhere(Transaction tx, AgentName name, String conversationId) {
        return new NotHere(tx.conversations()
                .boundInstance(conversationId, name)
                .filter(id -> context.router().nodeOf(name, id).isPresent()));
    }

    /** The instance meant if it takes traffic here, else another of the name here, else whoever of it comes back. */
    private Optional<Target> target(Transaction tx, String fromNode, Forward forward, Message message) {
        AgentName name = forward.agentName();
        if (context.router().isMovable(name)) {
            return lanes.taker(tx, name, message.conversationId(), Optional.empty());
        }
        if (!context.registry().pool(name).isEmpty()) {
            Optional<String> instance = forward.agentId()
                    .filter(id -> context.registry()
                            .find(id)
                            .filter(a -> a.name().equals(name) && a.status().takesTraffic())
                            .isPresent())
                    .or(() -> context.router()
                            .pickInstance(
                                    name,
                                    context.registry(),
                                    new Lanes.StoredFacts(tx, Optional.of(message.conversationId()))));
            return Optional.of(new Target(name, instance));
        }
        // An outside client of a node further on.
        return tx.conversations()
                .boundInstance(message.conversationId(), name)
                .flatMap(Outbox::nodeOf)
                .filter(node -> !node.equals(fromNode) && !node.equals(context.nodeId()))
                .filter(node -> !context.router().isKnown(name, context.registry()))
                .map(node -> new Target(name, Optional.empty(), Optional.of(node)));
    }

    /** Whether it is for one who took part in the conversation here without being registered anywhere. */
    private boolean isClient(Transaction tx, AgentName name, Message message) {
        return !context.router().isKnown(name, context.registry())
                && tx.conversations()
                        .boundInstance(message.conversationId(), name)
                        .filter(bound -> !bound.equals(Outbox.of(context.nodeId())))
                        .isEmpty()
                && tx.conversations()
                        .find(message.conversationId())
                        .filter(c -> c.participants().contains(name))
                        .isPresent();
    }

    private Optional<Answer> checkLimits(
            Transaction tx, Instant now, Message message, AgentName receiver, boolean stored) {
        int maxHops = context.settings().delivery().maxHops();
        if (message.hops() > maxHops) {
            return Optional.of(new Refused("forwarded more than " + maxHops + " times"));
        }
        Optional<Conversation> known = tx.conversations().find(message.conversationId());
        if (known.isEmpty() || message.sender().equals(AgentName.NODE)) {
            return Optional.empty();
        }
        Conversation conversation = known.get();
        if (takesNoMore(conversation, stored)) {
            return Optional.of(new Refused("its conversation was ended"
                    + conversation.reason().map(r -> ": " + r).orElse("")));
        }
        if (conversation.budgetSpent() && !stored) {
            String reason = "its budget of " + conversation.maxMessages() + " messages is spent";
            tx.conversations().save(conversation.ended(ConversationState.HALTED, reason, now));
            return Optional.of(new Refused(reason));
        }
        int most = context.settings().conversation().maxParticipants();
        Set<AgentName> all = new TreeSet<>(conversation.participants());
        all.add(message.sender());
        all.add(receiver);
        return all.size() > most
                ? Optional.of(new Refused("more than " + most + " participants are not allowed"))
                : Optional.empty();
    }

    /** A conversation may be idle here and busy elsewhere; one that was closed keeps what it has accepted. */
    private static boolean takesNoMore(Conversation conversation, boolean accepted) {
        return switch (conversation.state()) {
            case OPEN, EXPIRED -> false;
            case CLOSED -> !accepted;
            case HALTED -> true;
        };
    }

    /** One who is not registered finds it in the conversation: that is its outcome. */
    private Answer keep(Transaction tx, Instant now, String fromNode, Arrival arrival, Optional<StoredMessage> stored) {
        Forward forward = arrival.forward();
        String reason = "kept in the conversation: its receiver is not registered";
        if (stored.isEmpty()) {
            StoredMessage taken = store(tx, now, fromNode, arrival, stored);
            outcomes.keep(tx, now, taken.message(), reason);
        }
        outcomes.report(
                tx,
                new OutcomeReport(
                        fromNode,
                        forward.messageId(),
                        forward.agentName(),
                        forward.life(),
                        DeliveryState.HANDLED,
                        Optional.of(reason),
                        now));
        return new Taken();
    }

    private StoredMessage store(
            Transaction tx, Instant now, String fromNode, Arrival arrival, Optional<StoredMessage> stored) {
        Envelope envelope = arrival.envelope().orElseThrow();
        Message message = envelope.message();
        Set<AgentName> speakers = new TreeSet<>(Set.of(arrival.forward().agentName()));
        boolean fromNotice = message.sender().equals(AgentName.NODE);
        if (!fromNotice) {
            speakers.add(message.sender());
        }
        Conversation conversation = tx.conversations()
                .find(message.conversationId())
                .map(c -> c.state() == ConversationState.EXPIRED ? c.reopened() : c)
                .orElseGet(() -> Conversation.open(
                        message.conversationId(),
                        context.settings().conversation().maxMessages(),
                        now));
        if (stored.isPresent()) {
            // Another delivery of a message that counts already.
            Set<AgentName> all = new TreeSet<>(conversation.participants());
            if (all.addAll(speakers)) {
                tx.conversations().save(conversation.joined(speakers));
            }
            return stored.get();
        }
        tx.conversations().save(conversation.plusMessage(speakers, now));
        if (!fromNotice && !context.router().isKnown(message.sender(), context.registry())) {
            comesFrom(tx, message, fromNode);
        }
        StoredMessage taken = tx.messages().append(envelope, now, arrival.sizeBytes(), "");
        tx.afterCommit(() -> context.listener().accepted(taken));
        return taken;
    }

    /** Replies to an outside client go to the node that it came by. */
    private static void comesFrom(Transaction tx, Message message, String fromNode) {
        String there = Outbox.of(fromNode);
        if (!tx.conversations()
                .boundInstance(message.conversationId(), message.sender())
                .filter(there::equals)
                .isPresent()) {
            tx.conversations().bind(message.conversationId(), message.sender(), there);
        }
    }
}

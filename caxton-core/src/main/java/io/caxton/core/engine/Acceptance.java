package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.MessageStatus;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Conflict;
import io.caxton.core.engine.AcceptResult.ConversationEnded;
import io.caxton.core.engine.AcceptResult.Invalid;
import io.caxton.core.engine.AcceptResult.LimitReached;
import io.caxton.core.engine.AcceptResult.MailboxFull;
import io.caxton.core.engine.AcceptResult.NoReceiver;
import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.core.routing.RoutingDecision;
import io.caxton.core.routing.RoutingDecision.Deliver;
import io.caxton.core.routing.RoutingDecision.KeepInConversation;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.routing.RoutingDecision.Unroutable;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import io.caxton.core.validation.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes messages in: recognises repeats, enforces the limits of the envelope, routes, and puts them into mailboxes. */
public final class Acceptance {
    private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(5);

    private final EngineContext context;
    private final Lanes lanes;
    private final Notices notices;
    private final Outcomes outcomes;

    Acceptance(EngineContext context, Lanes lanes, Notices notices, Outcomes outcomes) {
        this.context = context;
        this.lanes = lanes;
        this.notices = notices;
        this.outcomes = outcomes;
    }

    /** Accepts a message or says why not. Once the transaction is durable, an accepted message is never dropped. */
    public AcceptResult accept(Transaction tx, Instant now, Submission submission) {
        Message message = submission.message();
        return findRepeated(tx, submission)
                .or(() -> checkEnvelope(tx, now, message))
                .or(() -> checkConversation(tx, now, message))
                .orElseGet(() -> route(tx, now, submission));
    }

    private Optional<AcceptResult> findRepeated(Transaction tx, Submission submission) {
        Message message = submission.message();
        Optional<String> byKey =
                submission.idempotencyKey().flatMap(key -> tx.messages().findByIdempotencyKey(message.sender(), key));
        // A key may outlive its message, and the id may be another's.
        Optional<StoredMessage> earlier =
                byKey.flatMap(tx.messages()::find).or(() -> tx.messages().find(message.id()));
        return earlier.map(stored -> stored.fingerprint().isEmpty()
                        || !stored.fingerprint().equals(submission.fingerprint())
                ? new Conflict(
                        byKey.isPresent() ? "Idempotency-Key" : "message_id", "was used before for a different message")
                : accepted(tx, stored.message(), true));
    }

    private Optional<AcceptResult> checkEnvelope(Transaction tx, Instant now, Message message) {
        if (message.replyBy().filter(deadline -> !deadline.isAfter(now)).isPresent()) {
            return Optional.of(new Invalid(List.of(new FieldError("reply_by", "lies in the past"))));
        }
        if (message.recipient() instanceof Recipient.ToAgent to && to.name().equals(message.sender())) {
            return Optional.of(new Invalid(List.of(new FieldError("receiver", "is the sender itself"))));
        }
        int maxHops = context.settings().delivery().maxHops();
        if (message.hops() > maxHops) {
            return Optional.of(limitReached(tx, now, message, "hops", "forwarded more than " + maxHops + " times"));
        }
        return Optional.empty();
    }

    private Optional<AcceptResult> checkConversation(Transaction tx, Instant now, Message message) {
        Optional<Conversation> found = tx.conversations().find(message.conversationId());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Conversation conversation = found.get();
        if (!conversation.isOpen()) {
            return Optional.of(new ConversationEnded(
                    conversation.id(),
                    conversation.state(),
                    conversation.reason().orElse("")));
        }
        if (conversation.budgetSpent()) {
            String reason = "its budget of " + conversation.maxMessages() + " messages is spent";
            tx.conversations().save(conversation.ended(ConversationState.HALTED, reason, now));
            return Optional.of(limitReached(tx, now, message, "conversation_id", reason));
        }
        return Optional.empty();
    }

    private Optional<AcceptResult> checkParticipants(
            Transaction tx, Instant now, Message message, Optional<Conversation> known, Set<AgentName> speakers) {
        int most = context.settings().conversation().maxParticipants();
        Set<AgentName> all = new TreeSet<>(speakers);
        known.ifPresent(c -> all.addAll(c.participants()));
        return all.size() > most
                ? Optional.of(limitReached(
                        tx, now, message, "conversation_id", "more than " + most + " participants are not allowed"))
                : Optional.empty();
    }

    private LimitReached limitReached(Transaction tx, Instant now, Message message, String field, String reason) {
        notices.send(tx, now, message, "limit", reason, Optional.empty());
        return new LimitReached(field, reason);
    }

    private AcceptResult route(Transaction tx, Instant now, Submission submission) {
        Message message = submission.message();
        Optional<Conversation> known = tx.conversations().find(message.conversationId());
        RoutingDecision decision = context.router()
                .route(message, context.registry(), new Lanes.StoredFacts(tx, known.map(Conversation::id)));
        if (decision instanceof Unroutable no) {
            return new NoReceiver(no.field(), no.reason(), no.suggestions());
        }
        if (decision instanceof KeepInConversation keep) {
            Set<AgentName> speakers = Set.of(message.sender(), keep.client());
            return checkParticipants(tx, now, message, known, speakers).orElseGet(() -> {
                store(tx, now, submission, known, speakers);
                notices.keep(tx, now, message, "kept in the conversation: its receiver is not registered");
                return accepted(tx, message, false);
            });
        }
        return deliver(tx, now, submission, known, ((Deliver) decision).targets());
    }

    private AcceptResult deliver(
            Transaction tx, Instant now, Submission submission, Optional<Conversation> known, List<Target> targets) {
        Message message = submission.message();
        Set<AgentName> speakers = new TreeSet<>(Set.of(message.sender()));
        targets.forEach(t -> speakers.add(t.agentName()));
        Optional<AcceptResult> tooMany = checkParticipants(tx, now, message, known, speakers);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        int maxDepth = context.settings().delivery().maxMailboxDepth();
        List<Target> full = targets.stream()
                .filter(t -> tx.deliveries().depth(t.agentName()) >= maxDepth)
                .toList();
        if (full.size() == targets.size()) {
            return new MailboxFull(full.get(0).agentName(), maxDepth, RETRY_WHEN_FULL);
        }
        StoredMessage stored = store(tx, now, submission, known, speakers);
        List<Delivery> refused = new ArrayList<>();
        for (Target target : targets) {
            Delivery delivery = lanes.append(tx, now, stored, target);
            if (full.contains(target)) {
                refused.add(delivery);
            }
        }
        // One full mailbox must not keep a broadcast from the others; its part is refused and the sender told.
        refused.forEach(d -> outcomes.finish(tx, now, d, DeliveryState.REFUSED, Optional.of("its mailbox is full")));
        return accepted(tx, message, false);
    }

    private StoredMessage store(
            Transaction tx, Instant now, Submission submission, Optional<Conversation> known, Set<AgentName> speakers) {
        Message message = submission.message();
        StoredMessage stored =
                tx.messages().append(submission.envelope(), now, submission.sizeBytes(), submission.fingerprint());
        submission
                .idempotencyKey()
                .ifPresent(key -> tx.messages().rememberIdempotencyKey(message.sender(), key, message.id(), now));
        Conversation conversation = known.orElseGet(() -> Conversation.open(
                message.conversationId(), context.settings().conversation().maxMessages(), now));
        tx.conversations().save(conversation.plusMessage(speakers, now));
        known.ifPresent(c -> speaksHere(tx, c.id(), message.sender()));
        tx.afterCommit(() -> context.listener().accepted(stored));
        return stored;
    }

    /** An outside client that came by another node before finds what is for it here from now on. */
    private void speaksHere(Transaction tx, String conversationId, AgentName sender) {
        String here = Outbox.of(context.nodeId());
        tx.conversations()
                .boundInstance(conversationId, sender)
                .filter(bound -> Outbox.isOutbox(bound) && !bound.equals(here))
                .ifPresent(bound -> tx.conversations().bind(conversationId, sender, here));
    }

    private static Accepted accepted(Transaction tx, Message message, boolean repeated) {
        List<Delivery> deliveries = tx.deliveries().ofMessage(message.id());
        return new Accepted(message, MessageStatus.of(deliveries), deliveries, repeated);
    }
}

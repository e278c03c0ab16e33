package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.core.routing.Router;
import io.caxton.core.routing.RoutingDecision.Deliver;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.routing.RoutingFacts;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * At-most-once messages that reach a receiver who waits without a commit in between: whether one may, and how it is recorded
 * once it has. Whoever hands them over makes sure that no earlier message of the lane is unfinished. Choosing is not safe
 * for use by several threads at once.
 */
public final class DirectDelivery {
    private final EngineContext context;
    private final Lanes lanes;
    private final Router router;

    DirectDelivery(EngineContext context, Lanes lanes) {
        this.context = context;
        this.lanes = lanes;
        // Its turns are its own, because the engine's router belongs to the writer.
        this.router = context.newRouter();
    }

    /**
     * A message that was handed over.
     *
     * @param delivery leased; its position is not known yet
     * @param acknowledgedAt when its receiver said that it had handled it, if it has
     */
    public record Handed(Submission submission, Delivery delivery, Instant at, Optional<Instant> acknowledgedAt) {
        public Message message() {
            return submission.message();
        }

        /** The same once its receiver has said that it has handled it. */
        public Handed acknowledged(Instant when) {
            return new Handed(submission, delivery, at, Optional.of(when));
        }

        /** The delivery as it stands. */
        public Delivery current() {
            return acknowledgedAt.isPresent() ? delivery.finished(DeliveryState.HANDLED, Optional.empty()) : delivery;
        }
    }

    /** Whether a message may be handed over at all: at most once, and no request that could be repeated. */
    public static boolean isMeantFor(Submission submission) {
        return submission.message().guarantee() == Guarantee.AT_MOST_ONCE
                && submission.fingerprint().isEmpty()
                && submission.idempotencyKey().isEmpty();
    }

    /** A conversation that begins with this message. */
    public Conversation begin(Message message, Instant now) {
        return Conversation.open(
                message.conversationId(), context.settings().conversation().maxMessages(), now);
    }

    /**
     * The one instance that is to get a message. Empty if there is none or not exactly one, and if any limit of the envelope
     * or the conversation speaks against it: then acceptance says how it goes on.
     */
    public Optional<Target> choose(Instant now, Message message, Conversation conversation, RoutingFacts facts) {
        boolean late = message.replyBy().filter(by -> !by.isAfter(now)).isPresent();
        boolean toItself =
                message.recipient() instanceof Recipient.ToAgent to && to.name().equals(message.sender());
        boolean idle = conversation
                .lastActivityAt()
                .plus(context.settings().conversation().idleTimeout())
                .isBefore(now);
        if (late
                || toItself
                || idle
                || message.hops() > context.settings().delivery().maxHops()
                || !conversation.isOpen()
                || conversation.budgetSpent()) {
            return Optional.empty();
        }
        return router.route(message, context.registry(), facts) instanceof Deliver deliver
                        && deliver.targets().size() == 1
                ? Optional.of(deliver.targets().get(0))
                        .filter(target ->
                                target.agentId().isPresent() && target.nodeId().isEmpty())
                        .filter(target -> mayTakePart(conversation, message, target))
                : Optional.empty();
    }

    private boolean mayTakePart(Conversation conversation, Message message, Target target) {
        Set<AgentName> all = new TreeSet<>(conversation.participants());
        all.add(message.sender());
        all.add(target.agentName());
        return all.size() <= context.settings().conversation().maxParticipants();
    }

    /** The delivery of a message that is handed over now. */
    public Handed hand(Instant now, Submission submission, Target target) {
        Message message = submission.message();
        Duration lease = context.settings().delivery().lease();
        Delivery delivery = new Delivery(
                message.id(),
                target.agentName(),
                target.agentId(),
                message.conversationId(),
                0,
                message.priority(),
                DeliveryState.LEASED,
                true,
                1,
                1,
                now,
                Optional.of(now.plus(lease)),
                message.replyBy().orElse(now.plus(context.settings().delivery().timeToLive())),
                Optional.empty(),
                false);
        return new Handed(submission, delivery, now, Optional.empty());
    }

    /** What has happened to it, as it will be written down. */
    public List<Receipt> history(Handed handed) {
        List<Receipt> all = new ArrayList<>();
        all.add(context.receipt(handed.delivery(), ReceiptStatus.DELIVERED, handed.at(), Optional.empty()));
        handed.acknowledgedAt().ifPresent(at -> all.add(handled(handed.delivery(), at)));
        return all;
    }

    /** That the receiver of a delivery has said that it has handled it. */
    public Receipt handled(Delivery delivery, Instant at) {
        return context.receipt(delivery, ReceiptStatus.HANDLED, at, Optional.empty());
    }

    /** Writes down what was handed over and how far it has come. Messages of one conversation in their order. */
    public void record(Transaction tx, Handed handed) {
        Message message = handed.message();
        StoredMessage stored = tx.messages()
                .append(
                        handed.submission().envelope(),
                        handed.at(),
                        handed.submission().sizeBytes(),
                        "");
        Conversation conversation = tx.conversations()
                .find(message.conversationId())
                .map(DirectDelivery::unexpired)
                .orElseGet(() -> begin(message, handed.at()));
        AgentName receiver = handed.delivery().agentName();
        tx.conversations().save(conversation.plusMessage(Set.of(message.sender(), receiver), handed.at()));
        handed.delivery().agentId().ifPresent(id -> tx.conversations().bind(message.conversationId(), receiver, id));
        Delivery leased = handed.delivery().placed(stored.position(), lanes.isEmpty(tx, receiver, conversation.id()));
        tx.messages().addReceipt(context.receipt(leased, ReceiptStatus.DELIVERED, handed.at(), Optional.empty()));
        tx.afterCommit(() -> context.listener().accepted(stored));
        tx.afterCommit(() -> context.listener().delivered(leased, Duration.ZERO));
        handed.acknowledgedAt()
                .ifPresentOrElse(
                        at -> finish(tx, leased, at), () -> tx.deliveries().save(leased));
    }

    /** It was handed over before its conversation was taken for idle. */
    private static Conversation unexpired(Conversation found) {
        return found.state() == ConversationState.EXPIRED ? found.reopened() : found;
    }

    private void finish(Transaction tx, Delivery leased, Instant at) {
        Delivery handled = leased.finished(DeliveryState.HANDLED, Optional.empty());
        tx.deliveries().save(handled);
        tx.messages().addReceipt(handled(handled, at));
        tx.messages().markFinished(handled.messageId(), Optional.of(at));
        tx.afterCommit(() -> context.listener().finished(handled));
    }
}

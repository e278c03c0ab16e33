package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.WireNames;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Failure messages from the node itself, so that no sender waits for an answer that cannot come. They bypass budgets
 * (they report them) but not the mailbox bound: past it they are kept in the conversation only.
 */
final class Notices {
    private final EngineContext context;
    private final Lanes lanes;

    Notices(EngineContext context, Lanes lanes) {
        this.context = context;
        this.lanes = lanes;
    }

    /**
     * Tells the sender how a delivery ended, unless the message itself reports a failure or was answered already. In
     * doubt it is told: two answers are better than none.
     */
    void tellSender(Transaction tx, Instant now, Delivery ended) {
        Optional<StoredMessage> original = readable(tx, ended.messageId());
        if (original.isEmpty()) {
            return;
        }
        Message message = original.get().message();
        if (tx.messages()
                .findReply(message.conversationId(), message.replyWith())
                .filter(reply -> reply.position() > original.get().position())
                .filter(reply -> reply.message().sender().equals(ended.agentName()))
                // It has promised an answer, not given one.
                .filter(reply -> reply.message().performative() != Performative.AGREE)
                .isPresent()) {
            return;
        }
        send(
                tx,
                now,
                message,
                WireNames.of(ended.state()),
                ended.reason().orElse("no reason given"),
                Optional.of(ended.agentName()));
    }

    /** Who has sent a message that is damaged cannot be told. */
    private static Optional<StoredMessage> readable(Transaction tx, String messageId) {
        try {
            return tx.messages().find(messageId);
        } catch (DamagedMessageException damaged) {
            return Optional.empty();
        }
    }

    /** Tells the sender of a message what became of it; a message that reports a failure itself is not answered. */
    void send(
            Transaction tx, Instant now, Message original, String error, String reason, Optional<AgentName> receiver) {
        if (original.performative().reportsFailure() || original.sender().equals(AgentName.NODE)) {
            return;
        }
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("error", error);
        content.put("reason", reason);
        content.put("message_id", original.id());
        receiver.ifPresent(name -> content.put("receiver", name.value()));
        Message notice = Message.builder(
                        context.newId(now),
                        Performative.FAILURE,
                        AgentName.NODE,
                        new Recipient.ToAgent(original.sender()),
                        content)
                .conversation(original.conversationId())
                .inReplyTo(original.replyWith())
                .trace(original.trace().orElse(null))
                .build();
        store(tx, now, notice, original.sender());
    }

    private void store(Transaction tx, Instant now, Message notice, AgentName sender) {
        StoredMessage stored =
                tx.messages().append(notice, now, notice.content().toString().length(), "");
        Conversation conversation = tx.conversations()
                .find(notice.conversationId())
                .orElseGet(() -> Conversation.open(
                        notice.conversationId(),
                        context.settings().conversation().maxMessages(),
                        now));
        tx.conversations().save(conversation.plusMessage(Set.of(sender), now));
        Optional<Target> taker = lanes.taker(tx, sender, notice.conversationId(), Optional.empty());
        if (taker.isEmpty() && !context.router().isKnown(sender, context.registry())) {
            keep(tx, now, notice, "kept in the conversation: its receiver is not registered");
        } else if (tx.deliveries().depth(sender)
                >= context.settings().delivery().maxMailboxDepth()) {
            keep(tx, now, notice, "kept in the conversation: the mailbox is full");
        } else {
            lanes.append(tx, now, stored, taker.orElseGet(() -> new Target(sender, Optional.empty())));
        }
        tx.afterCommit(() -> context.listener().accepted(stored));
    }

    /** Ends a message that no mailbox takes: whoever it is for finds it in the conversation. */
    void keep(Transaction tx, Instant now, Message message, String reason) {
        tx.messages()
                .addReceipt(new Receipt(
                        message.id(),
                        ReceiptStatus.HANDLED,
                        now,
                        context.nodeId(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(reason)));
        tx.messages().markFinished(message.id(), Optional.of(now));
    }
}

package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ends conversations. Ending one that has ended changes nothing, except that a halt always wins. */
public final class ConversationControl {
    private static final int PAGE = 200;

    private final EngineContext context;
    private final Outcomes outcomes;

    ConversationControl(EngineContext context, Outcomes outcomes) {
        this.context = context;
        this.outcomes = outcomes;
    }

    /** Takes no further messages; what was accepted is still delivered. Empty if there is no such conversation. */
    public Optional<Conversation> close(Transaction tx, Instant now, String conversationId, String reason) {
        return tx.conversations().find(conversationId).map(found -> {
            if (!found.isOpen()) {
                return found;
            }
            Conversation closed = found.ended(ConversationState.CLOSED, reason, now);
            tx.conversations().save(closed);
            return closed;
        });
    }

    /**
     * Stops a conversation: what is queued is refused, what is in a receiver's hands may still be acknowledged but is
     * not handed out again. Empty if there is no such conversation.
     */
    public Optional<Conversation> halt(Transaction tx, Instant now, String conversationId, String reason) {
        return tx.conversations().find(conversationId).map(found -> {
            // A spent budget halts it too, but leaves what was accepted within the budget.
            if (found.state() != ConversationState.HALTED) {
                tx.conversations().save(found.ended(ConversationState.HALTED, reason, now));
            }
            refuseQueued(tx, now, conversationId, "the conversation was halted: " + reason);
            return tx.conversations().find(conversationId).orElse(found);
        });
    }

    /** Refuses what is queued but the node's own notices: those tell a sender why no answer comes. */
    private void refuseQueued(Transaction tx, Instant now, String conversationId, String reason) {
        long after = 0;
        List<StoredMessage> page = tx.messages().inConversation(conversationId, after, PAGE);
        while (!page.isEmpty()) {
            for (StoredMessage stored : page) {
                after = stored.position();
                if (!stored.message().sender().equals(AgentName.NODE)) {
                    tx.deliveries().ofMessage(stored.message().id()).stream()
                            .filter(d -> d.state() == DeliveryState.QUEUED)
                            .forEach(d -> outcomes.finish(tx, now, d, DeliveryState.REFUSED, Optional.of(reason)));
                }
            }
            page = tx.messages().inConversation(conversationId, after, PAGE);
        }
    }

    /** Expires conversations in which nobody spoke for the idle timeout; returns how many. */
    int expireIdle(Transaction tx, Instant now, int limit) {
        Instant before = now.minus(context.settings().conversation().idleTimeout());
        List<Conversation> idle = tx.conversations().idleSince(before, limit);
        idle.forEach(c -> tx.conversations()
                .save(new Conversation(
                        c.id(),
                        ConversationState.EXPIRED,
                        c.participants(),
                        c.messageCount(),
                        c.maxMessages(),
                        c.startedAt(),
                        c.lastActivityAt(),
                        Optional.of("nobody spoke for "
                                + context.settings().conversation().idleTimeout()))));
        return idle.size();
    }
}

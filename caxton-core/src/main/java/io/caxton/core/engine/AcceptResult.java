package io.caxton.core.engine;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.Message;
import io.caxton.core.validation.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** What became of a submission. */
public sealed interface AcceptResult {
    /**
     * Accepted, now or when the same request came before.
     *
     * @param deliveries one for each receiver as it stands now; empty if the receiver finds it in the conversation
     * @param repeated whether this is the answer to an earlier, equal request
     * @param copies on how many disks it is; empty if that is not asked for, or it needs no second one
     */
    record Accepted(
            Message message, ReceiptStatus status, List<Delivery> deliveries, boolean repeated, OptionalInt copies)
            implements AcceptResult {
        /** One whose copies nobody counts. */
        public Accepted(Message message, ReceiptStatus status, List<Delivery> deliveries, boolean repeated) {
            this(message, status, deliveries, repeated, OptionalInt.empty());
        }

        /** The same on so many disks. */
        public Accepted onDisks(int count) {
            return new Accepted(message, status, deliveries, repeated, OptionalInt.of(count));
        }
    }

    /** Not accepted; nothing of the message is stored. */
    sealed interface Rejected extends AcceptResult {}

    /** The request itself is wrong. */
    record Invalid(List<FieldError> errors) implements Rejected {}

    /** Nobody can receive it. */
    record NoReceiver(String field, String reason, List<String> suggestions) implements Rejected {}

    /** The receiver has too much waiting. */
    record MailboxFull(AgentName agent, int depth, Duration retryAfter) implements Rejected {}

    /** The conversation takes no more messages. */
    record ConversationEnded(String conversationId, ConversationState state, String reason) implements Rejected {}

    /** A limit of the envelope was reached; the sender was also sent a failure in the conversation. */
    record LimitReached(String field, String reason) implements Rejected {}

    /** The id or key was used before for another request. */
    record Conflict(String field, String reason) implements Rejected {}
}

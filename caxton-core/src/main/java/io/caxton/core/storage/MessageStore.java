package io.caxton.core.storage;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.message.Envelope;
import io.caxton.core.message.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messages, their histories, and the idempotency keys they came with. Part of one {@link Transaction}. */
public interface MessageStore {
    /** Adds a message under the next position. The caller has checked that its id is new. */
    StoredMessage append(Envelope envelope, Instant acceptedAt, long sizeBytes, String fingerprint);

    /** Adds a message whose envelope is yet to be written. */
    default StoredMessage append(Message message, Instant acceptedAt, long sizeBytes, String fingerprint) {
        return append(Envelope.of(message), acceptedAt, sizeBytes, fingerprint);
    }

    /** The next position without a message, for a delivery that starts again at the end of its lane. */
    long nextPosition();

    Optional<StoredMessage> find(String messageId);

    /** A message's JSON as it was written, in UTF-8. */
    Optional<byte[]> json(String messageId);

    /** The first message of a conversation whose {@code inReplyTo} is this. */
    Optional<StoredMessage> findReply(String conversationId, String replyWith);

    /** Messages of a conversation with a position above {@code after}, in order. */
    List<StoredMessage> inConversation(String conversationId, long after, int limit);

    void addReceipt(Receipt receipt);

    /** A message's history in the order it was written. */
    List<Receipt> receipts(String messageId);

    Optional<String> findByIdempotencyKey(AgentName sender, String key);

    void rememberIdempotencyKey(AgentName sender, String key, String messageId, Instant at);

    /** Notes that every delivery of a message has ended; empty when one of them lives again. */
    void markFinished(String messageId, Optional<Instant> at);

    /**
     * Removes up to {@code limit} finished messages, oldest first, with their deliveries and histories: those finished
     * before {@code before}. Messages with a dead letter that is not dismissed go only if finished before
     * {@code deadLettersBefore}. Returns how many went.
     */
    int pruneFinished(Instant before, Instant deadLettersBefore, int limit);

    /** Forgets up to {@code limit} idempotency keys remembered before this instant. */
    int pruneIdempotencyKeys(Instant before, int limit);

    /**
     * About what finished messages that are still kept take up where they are, and no less than the sizes they were
     * appended with; without those that have a dead letter.
     */
    long finishedBytes();
}

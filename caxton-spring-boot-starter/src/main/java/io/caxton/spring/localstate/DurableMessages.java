package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.message.Envelope;
import io.caxton.core.storage.MessageStore;
import io.caxton.core.storage.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messages as they are in the file. */
final class DurableMessages implements MessageStore {
    private final MessageTable messages;
    private final Memory memory;

    DurableMessages(Session session, Memory memory) {
        this.messages = new MessageTable(session);
        this.memory = memory;
    }

    @Override
    public Optional<StoredMessage> find(String messageId) {
        return messages.find(messageId);
    }

    @Override
    public Optional<byte[]> json(String messageId) {
        return messages.json(messageId);
    }

    @Override
    public Optional<StoredMessage> findReply(String conversationId, String replyWith) {
        return messages.findReply(conversationId, replyWith);
    }

    @Override
    public List<StoredMessage> inConversation(String conversationId, long after, int limit) {
        return messages.inConversation(conversationId, after, limit);
    }

    @Override
    public List<Receipt> receipts(String messageId) {
        return messages.receipts(messageId);
    }

    @Override
    public Optional<String> findByIdempotencyKey(AgentName sender, String key) {
        return messages.findByIdempotencyKey(sender, key);
    }

    /** As of the last commit, which may be later than the one this work reads from. */
    @Override
    public long finishedBytes() {
        return memory.durableFinishedBytes();
    }

    @Override
    public StoredMessage append(Envelope envelope, Instant acceptedAt, long sizeBytes, String fingerprint) {
        throw ReadOnly.refused();
    }

    @Override
    public long nextPosition() {
        throw ReadOnly.refused();
    }

    @Override
    public void addReceipt(Receipt receipt) {
        throw ReadOnly.refused();
    }

    @Override
    public void rememberIdempotencyKey(AgentName sender, String key, String messageId, Instant at) {
        throw ReadOnly.refused();
    }

    @Override
    public void markFinished(String messageId, Optional<Instant> at) {
        throw ReadOnly.refused();
    }

    @Override
    public int pruneFinished(Instant before, Instant deadLettersBefore, int limit) {
        throw ReadOnly.refused();
    }

    @Override
    public int pruneIdempotencyKeys(Instant before, int limit) {
        throw ReadOnly.refused();
    }
}

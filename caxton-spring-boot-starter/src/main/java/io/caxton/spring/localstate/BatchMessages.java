package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.message.Envelope;
import io.caxton.core.storage.MessageStore;
import io.caxton.core.storage.StoredMessage;
import io.caxton.spring.localstate.FinishedTable.Finished;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages as the works of a batch see them: what is not written yet goes over what the file has. */
final class BatchMessages implements MessageStore {
    private final UnitOfWork unit;

    BatchMessages(UnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public StoredMessage append(Envelope envelope, Instant acceptedAt, long sizeBytes, String fingerprint) {
        String id = envelope.message().id();
        if (unwritten(id) != null) {
            throw new IllegalStateException("the message " + id + " is there already");
        }
        StoredMessage stored =
                new StoredMessage(envelope.message(), unit.memory.nextPosition(), acceptedAt, sizeBytes, fingerprint);
        unit.current.messages.put(id, new NewMessage(stored, envelope));
        unit.memory.messageIds.add(id);
        unit.addBytes(envelope.json().length);
        return stored;
    }

    /** Written to the file in any case, so that asking for one shows whether that works. */
    @Override
    public long nextPosition() {
        unit.current.position = true;
        return unit.memory.nextPosition();
    }

    @Override
    public Optional<StoredMessage> find(String messageId) {
        @Nullable NewMessage unwritten = unwritten(messageId);
        if (unwritten != null) {
            return Optional.of(unwritten.stored());
        }
        if (unit.memory.messageIds.isNew(messageId)) {
            return Optional.empty();
        }
        unit.begin();
        return unit.messages.find(messageId);
    }

    @Override
    public Optional<byte[]> json(String messageId) {
        @Nullable NewMessage unwritten = unwritten(messageId);
        if (unwritten != null) {
            return Optional.of(unwritten.envelope().json());
        }
        unit.begin();
        return unit.messages.json(messageId);
    }

    private @Nullable NewMessage unwritten(String messageId) {
        @Nullable NewMessage own = unit.current.messages.get(messageId);
        return own != null ? own : unit.earlier.messages.get(messageId);
    }

    /** In the order of their positions, which are above those in the file. */
    private Stream<StoredMessage> unwrittenIn(String conversationId) {
        return Stream.of(unit.earlier, unit.current)
                .flatMap(changes -> changes.messages.values().stream())
                .map(NewMessage::stored)
                .filter(stored -> stored.message().conversationId().equals(conversationId));
    }

    @Override
    public Optional<StoredMessage> findReply(String conversationId, String replyWith) {
        unit.begin();
        return unit.messages
                .findReply(conversationId, replyWith)
                .or(() -> unwrittenIn(conversationId)
                        .filter(stored -> stored.message()
                                .inReplyTo()
                                .filter(replyWith::equals)
                                .isPresent())
                        .findFirst());
    }

    @Override
    public List<StoredMessage> inConversation(String conversationId, long after, int limit) {
        unit.begin();
        List<StoredMessage> page = new ArrayList<>(unit.messages.inConversation(conversationId, after, limit));
        unwrittenIn(conversationId)
                .filter(stored -> stored.position() > after)
                .limit((long) limit - page.size())
                .forEach(page::add);
        return page;
    }

    @Override
    public void addReceipt(Receipt receipt) {
        unit.current.add(receipt);
    }

    @Override
    public List<Receipt> receipts(String messageId) {
        unit.begin();
        List<Receipt> all = new ArrayList<>(unit.messages.receipts(messageId));
        all.addAll(unit.earlier.receipts.getOrDefault(messageId, List.of()));
        all.addAll(unit.current.receipts.getOrDefault(messageId, List.of()));
        return all;
    }

    @Override
    public Optional<String> findByIdempotencyKey(AgentName sender, String name) {
        IdempotencyKey key = new IdempotencyKey(sender, name);
        IdempotencyKey.@Nullable Use own = unit.current.keys.get(key);
        IdempotencyKey.@Nullable Use unwritten = own != null ? own : unit.earlier.keys.get(key);
        if (unwritten != null) {
            return Optional.of(unwritten.messageId());
        }
        unit.begin();
        return unit.messages.findByIdempotencyKey(sender, name);
    }

    @Override
    public void rememberIdempotencyKey(AgentName sender, String key, String messageId, Instant at) {
        unit.current.keys.put(new IdempotencyKey(sender, key), new IdempotencyKey.Use(messageId, at));
    }

    @Override
    public void markFinished(String messageId, Optional<Instant> at) {
        unit.current.finished.put(messageId, at);
    }

    @Override
    public int pruneFinished(Instant before, Instant deadLettersBefore, int limit) {
        unit.settle();
        List<Finished> due = unit.finished.endedBefore(before, deadLettersBefore, limit);
        for (Finished ended : due) {
            for (Delivery delivery : unit.deliveries.ofMessage(ended.messageId())) {
                unit.memory.remove(delivery);
            }
            unit.memory.addFinishedBytes(-ended.counted());
            unit.messages.delete(ended.messageId(), ended.position());
        }
        return due.size();
    }

    @Override
    public int pruneIdempotencyKeys(Instant before, int limit) {
        unit.settle();
        return unit.messages.pruneIdempotencyKeys(before, limit);
    }

    @Override
    public long finishedBytes() {
        unit.settle();
        return unit.memory.finishedBytes();
    }
}

package io.caxton.core.storage;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.message.Envelope;
import io.caxton.core.message.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Messages in maps. */
final class InMemoryMessageStore implements MessageStore {
    private record Key(AgentName sender, String key) {}

    private record Remembered(String messageId, Instant at) {}

    private record Finished(Instant at, long position, String messageId) {}

    private final UndoLog undo;
    private final InMemoryDeliveryStore deliveries;
    private final Map<String, StoredMessage> byId = new HashMap<>();
    private final Map<String, TreeMap<Long, StoredMessage>> byConversation = new HashMap<>();
    private final Map<String, List<Receipt>> receipts = new HashMap<>();
    private final Map<Key, Remembered> idempotency = new HashMap<>();
    private final Map<String, Finished> finished = new HashMap<>();
    private long position;

    InMemoryMessageStore(UndoLog undo, InMemoryDeliveryStore deliveries) {
        this.undo = undo;
        this.deliveries = deliveries;
    }

    @Override
    public StoredMessage append(Envelope envelope, Instant acceptedAt, long sizeBytes, String fingerprint) {
        Message message = envelope.message();
        StoredMessage stored = new StoredMessage(message, nextPosition(), acceptedAt, sizeBytes, fingerprint);
        undo.put(byId, message.id(), Optional.of(stored));
        undo.put(conversation(message.conversationId()), stored.position(), Optional.of(stored));
        return stored;
    }

    @Override
    public long nextPosition() {
        position++;
        undo.add(() -> position--);
        return position;
    }

    @Override
    public Optional<StoredMessage> find(String messageId) {
        return Optional.ofNullable(byId.get(messageId));
    }

    @Override
    public Optional<byte[]> json(String messageId) {
        return find(messageId).map(stored -> Envelope.of(stored.message()).json());
    }

    @Override
    public Optional<StoredMessage> findReply(String conversationId, String replyWith) {
        return conversation(conversationId).values().stream()
                .filter(m -> m.message().inReplyTo().filter(replyWith::equals).isPresent())
                .findFirst();
    }

    @Override
    public List<StoredMessage> inConversation(String conversationId, long after, int limit) {
        return conversation(conversationId).tailMap(after, false).values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public void addReceipt(Receipt receipt) {
        List<Receipt> history = new ArrayList<>(receipts(receipt.messageId()));
        history.add(receipt);
        undo.put(receipts, receipt.messageId(), Optional.of(history));
    }

    @Override
    public List<Receipt> receipts(String messageId) {
        return List.copyOf(receipts.getOrDefault(messageId, List.of()));
    }

    @Override
    public Optional<String> findByIdempotencyKey(AgentName sender, String key) {
        return Optional.ofNullable(idempotency.get(new Key(sender, key))).map(Remembered::messageId);
    }

    @Override
    public void rememberIdempotencyKey(AgentName sender, String key, String messageId, Instant at) {
        undo.put(idempotency, new Key(sender, key), Optional.of(new Remembered(messageId, at)));
    }

    @Override
    public void markFinished(String messageId, Optional<Instant> at) {
        find(messageId)
                .ifPresent(m -> undo.put(
                        finished, messageId, at.map(instant -> new Finished(instant, m.position(), messageId))));
    }

    @Override
    public int pruneFinished(Instant before, Instant deadLettersBefore, int limit) {
        List<Finished> due = finished.values().stream()
                .filter(f -> f.at().isBefore(hasDeadLetter(f.messageId()) ? deadLettersBefore : before))
                .sorted(Comparator.comparing(Finished::at).thenComparing(Finished::position))
                .limit(limit)
                .toList();
        due.forEach(f -> remove(f.messageId()));
        return due.size();
    }

    private boolean hasDeadLetter(String messageId) {
        return deliveries.ofMessage(messageId).stream()
                .anyMatch(d -> d.state() == DeliveryState.DEAD && !d.dismissed());
    }

    private void remove(String messageId) {
        StoredMessage stored = find(messageId).orElseThrow();
        undo.put(byId, messageId, Optional.empty());
        undo.put(conversation(stored.message().conversationId()), stored.position(), Optional.empty());
        undo.put(receipts, messageId, Optional.empty());
        undo.put(finished, messageId, Optional.empty());
        for (Delivery delivery : deliveries.ofMessage(messageId)) {
            deliveries.remove(delivery);
        }
    }

    @Override
    public int pruneIdempotencyKeys(Instant before, int limit) {
        List<Key> due = idempotency.entrySet().stream()
                .filter(e -> e.getValue().at().isBefore(before))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(key -> undo.put(idempotency, key, Optional.empty()));
        return due.size();
    }

    @Override
    public long finishedBytes() {
        return finished.keySet().stream()
                .filter(id -> !hasDeadLetter(id))
                .mapToLong(id -> find(id).orElseThrow().sizeBytes())
                .sum();
    }

    boolean isEmpty(String conversationId) {
        return conversation(conversationId).isEmpty();
    }

    private NavigableMap<Long, StoredMessage> conversation(String conversationId) {
        return byConversation.computeIfAbsent(conversationId, id -> new TreeMap<>());
    }
}

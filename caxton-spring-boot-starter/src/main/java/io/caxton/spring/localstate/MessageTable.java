package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.message.Envelope;
import io.caxton.core.message.Message;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on messages, their histories and idempotency keys. */
final class MessageTable {
    static final String SELECT = "SELECT position, accepted_at, size_bytes, fingerprint, crc, json FROM message ";

    private final Session session;

    MessageTable(Session session) {
        this.session = session;
    }

    Optional<StoredMessage> find(String messageId) {
        return session.first(SELECT + "WHERE message_id = ?", MessageTable::stored, messageId);
    }

    /** The JSON as it was written, held against its checksum. */
    Optional<byte[]> json(String messageId) {
        return session.first(
                "SELECT position, crc, json FROM message WHERE message_id = ?",
                row -> checked(row.getLong(1), row.getLong(2), row.getBytes(3)),
                messageId);
    }

    Optional<StoredMessage> findReply(String conversationId, String replyWith) {
        return session.first(
                SELECT + "WHERE conversation_id = ? AND in_reply_to = ? ORDER BY position LIMIT 1",
                MessageTable::stored,
                conversationId,
                replyWith);
    }

    List<StoredMessage> inConversation(String conversationId, long after, int limit) {
        return session.list(
                SELECT + "WHERE conversation_id = ? AND position > ? ORDER BY position LIMIT ?",
                MessageTable::stored,
                conversationId,
                after,
                limit);
    }

    void insert(NewMessage added, List<Receipt> history) {
        StoredMessage stored = added.stored();
        Message message = stored.message();
        session.update(
                "INSERT INTO message (position, message_id, conversation_id, in_reply_to, accepted_at, size_bytes,"
                        + " fingerprint, history, crc, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))",
                stored.position(),
                message.id(),
                message.conversationId(),
                message.inReplyTo(),
                stored.acceptedAt(),
                stored.sizeBytes(),
                stored.fingerprint(),
                History.write(history),
                added.envelope().checksum(),
                added.envelope().json());
    }

    void insertReceipts(String messageId, List<Receipt> history) {
        session.update(
                "INSERT INTO receipt (message_id, seq, history)"
                        + " SELECT ?1, coalesce(max(seq), 0) + 1, ?2 FROM receipt WHERE message_id = ?1",
                messageId,
                History.write(history));
    }

    List<Receipt> receipts(String messageId) {
        List<Receipt> all = new ArrayList<>();
        all.addAll(session.first(
                        "SELECT history FROM message WHERE message_id = ?",
                        row -> History.read(messageId, row.getString(1)),
                        messageId)
                .orElse(List.of()));
        session.list(
                        "SELECT history FROM receipt WHERE message_id = ? ORDER BY seq",
                        row -> History.read(messageId, row.getString(1)),
                        messageId)
                .forEach(all::addAll);
        return all;
    }

    Optional<String> findByIdempotencyKey(AgentName sender, String key) {
        return session.first(
                "SELECT message_id FROM idempotency_key WHERE sender = ? AND name = ?",
                row -> row.getString(1),
                sender,
                key);
    }

    void saveIdempotencyKey(AgentName sender, String key, String messageId, Instant at) {
        session.update(
                "INSERT INTO idempotency_key (sender, name, message_id, at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (sender, name) DO UPDATE SET message_id = excluded.message_id, at = excluded.at",
                sender,
                key,
                messageId,
                at);
    }

    int pruneIdempotencyKeys(Instant before, int limit) {
        return session.update(
                "DELETE FROM idempotency_key WHERE id IN"
                        + " (SELECT id FROM idempotency_key WHERE at < ? ORDER BY at LIMIT ?)",
                before,
                limit);
    }

    /** Removes a message with its history and deliveries. */
    void delete(String messageId, long position) {
        session.update("DELETE FROM finished WHERE position = ?", position);
        session.update("DELETE FROM delivery WHERE message_id = ?", messageId);
        session.update("DELETE FROM receipt WHERE message_id = ?", messageId);
        session.update("DELETE FROM message WHERE position = ?", position);
    }

    long highestPosition() {
        return Math.max(
                session.number("SELECT value FROM counter WHERE name = 'position'"),
                session.number("SELECT max(position) FROM message"));
    }

    void saveHighestPosition(long position) {
        session.update("UPDATE counter SET value = ? WHERE name = 'position'", position);
    }

    private static byte[] checked(long position, long checksum, byte[] json) {
        if (Envelope.checksum(json) != checksum) {
            throw new DamagedMessageException(position);
        }
        return json;
    }

    /** Reads a row and holds the content against its checksum: a damaged message is never handed on. */
    static StoredMessage stored(ResultSet row) throws SQLException {
        long position = row.getLong(1);
        byte[] json = checked(position, row.getLong(5), row.getBytes(6));
        return new StoredMessage(
                Envelope.read(json), position, Columns.instant(row, 2), row.getLong(3), row.getString(4));
    }
}

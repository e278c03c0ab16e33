package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.Message;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.core.storage.MessageStore;
import io.caxton.core.storage.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messages, receipts and idempotency keys of one session. */
final class SqliteMessageStore implements MessageStore {
    static final String STORED =
            "SELECT m.position, m.accepted_at, m.size_bytes, m.fingerprint, e.crc, e.json FROM message m"
                    + " JOIN envelope e ON e.position = m.position WHERE ";

    private final Session session;

    SqliteMessageStore(Session session) {
        this.session = session;
    }

    @Override
    public StoredMessage append(Message message, Instant acceptedAt, long sizeBytes, String fingerprint) {
        byte[] json = EnvelopeJson.write(message);
        long position = nextPosition();
        session.update(
                "INSERT INTO message (position, message_id, conversation_id, in_reply_to, accepted_at, size_bytes,"
                        + " fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?)",
                position,
                message.id(),
                message.conversationId(),
                message.inReplyTo(),
                acceptedAt,
                sizeBytes,
                fingerprint);
        session.update(
                "INSERT INTO envelope (position, crc, json) VALUES (?, ?, CAST(? AS TEXT))",
                position,
                EnvelopeJson.crc(json),
                json);
        return new StoredMessage(message, position, acceptedAt, sizeBytes, fingerprint);
    }

    @Override
    public long nextPosition() {
        session.update("UPDATE tally SET value = value + 1 WHERE kind = 'total' AND name = 'position'");
        return session.number("SELECT value FROM tally WHERE kind = 'total' AND name = 'position'");
    }

    @Override
    public Optional<StoredMessage> find(String messageId) {
        return session.first(STORED + "m.message_id = ?", SqliteMessageStore::stored, messageId);
    }

    @Override
    public Optional<StoredMessage> findReply(String conversationId, String replyWith) {
        return session.first(
                STORED + "m.conversation_id = ? AND m.in_reply_to = ? ORDER BY m.position LIMIT 1",
                SqliteMessageStore::stored,
                conversationId,
                replyWith);
    }

    @Override
    public List<StoredMessage> inConversation(String conversationId, long after, int limit) {
        return session.list(
                STORED + "m.conversation_id = ? AND m.position > ? ORDER BY m.position LIMIT ?",
                SqliteMessageStore::stored,
                conversationId,
                after,
                limit);
    }

    @Override
    public void addReceipt(Receipt receipt) {
        session.update(
                "INSERT INTO receipt (message_id, seq, status, at, node_id, agent_name, agent_id, reason)"
                        + " SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM receipt"
                        + " WHERE message_id = ?1",
                receipt.messageId(),
                receipt.status(),
                receipt.at(),
                receipt.nodeId(),
                receipt.agentName(),
                receipt.agentId(),
                receipt.reason());
    }

    @Override
    public List<Receipt> receipts(String messageId) {
        return session.list(
                "SELECT message_id, status, at, node_id, agent_name, agent_id, reason FROM receipt"
                        + " WHERE message_id = ? ORDER BY seq",
                SqliteMessageStore::receipt,
                messageId);
    }

    @Override
    public Optional<String> findByIdempotencyKey(AgentName sender, String key) {
        return session.first(
                "SELECT message_id FROM idempotency_key WHERE sender = ? AND name = ?",
                row -> row.getString(1),
                sender,
                key);
    }

    @Override
    public void rememberIdempotencyKey(AgentName sender, String key, String messageId, Instant at) {
        session.update(
                "INSERT INTO idempotency_key (sender, name, message_id, at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (sender, name) DO UPDATE SET message_id = excluded.message_id, at = excluded.at",
                sender,
                key,
                messageId,
                at);
    }

    @Override
    public void markFinished(String messageId, Optional<Instant> at) {
        session.update("UPDATE message SET finished_at = ? WHERE message_id = ?", at, messageId);
    }

    @Override
    public int pruneFinished(Instant before, Instant deadLettersBefore, int limit) {
        return session.update(
                "DELETE FROM message WHERE position IN (SELECT position FROM ("
                        + "SELECT finished_at, position FROM message WHERE finished_at < ? AND dead_letters = 0"
                        + " UNION ALL"
                        + " SELECT finished_at, position FROM message WHERE finished_at < ? AND dead_letters > 0"
                        + " ORDER BY finished_at, position LIMIT ?))",
                before,
                deadLettersBefore,
                limit);
    }

    @Override
    public int pruneIdempotencyKeys(Instant before, int limit) {
        return session.update(
                "DELETE FROM idempotency_key WHERE id IN"
                        + " (SELECT id FROM idempotency_key WHERE at < ? ORDER BY at LIMIT ?)",
                before,
                limit);
    }

    @Override
    public long finishedBytes() {
        return session.number("SELECT value FROM tally WHERE kind = 'total' AND name = 'finished_bytes'");
    }

    /** Reads a row and holds the content against its checksum: a damaged message is never handed on. */
    static StoredMessage stored(ResultSet row) throws SQLException {
        long position = row.getLong(1);
        byte[] json = row.getBytes(6);
        if (EnvelopeJson.crc(json) != row.getLong(5)) {
            throw new LocalStateException(Reason.FAILED, "the message at position " + position + " is damaged on disk");
        }
        return new StoredMessage(
                EnvelopeJson.read(json), position, Columns.instant(row, 2), row.getLong(3), row.getString(4));
    }

    private static Receipt receipt(ResultSet row) throws SQLException {
        return new Receipt(
                row.getString(1),
                ReceiptStatus.valueOf(row.getString(2)),
                Columns.instant(row, 3),
                row.getString(4),
                Columns.optionalText(row, 5),
                Columns.optionalText(row, 6),
                Columns.optionalText(row, 7));
    }
}

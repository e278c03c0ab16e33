package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.CopyUsage;
import io.caxton.core.copies.HeldCopy;
import io.caxton.core.message.Envelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements on copies kept for other nodes. */
final class CopyTable {
    static final String SELECT = "SELECT owner, store, message_id, position, agent_names, expires_at, fingerprint,"
            + " idempotency_key, crc, json, adopted FROM copy ";

    private static final byte[] NOTHING = {};

    private final Session session;

    CopyTable(Session session) {
        this.session = session;
    }

    String storeId() {
        return session.text("SELECT id FROM store");
    }

    void save(HeldCopy held) {
        Copy copy = held.copy();
        session.update("DELETE FROM copy WHERE owner = ? AND message_id = ?", held.owner(), copy.messageId());
        session.update(
                "INSERT INTO copy (owner, store, message_id, position, agent_names, expires_at, fingerprint,"
                        + " idempotency_key, bytes, crc, json, adopted)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?)",
                held.owner(),
                held.store(),
                copy.messageId(),
                copy.position(),
                copy.names().stream().map(AgentName::value).collect(Collectors.joining(" ")),
                copy.expiresAt(),
                copy.fingerprint(),
                copy.idempotencyKey(),
                copy.sizeBytes(),
                Envelope.checksum(copy.json()),
                copy.json(),
                held.adopted());
    }

    Optional<HeldCopy> find(String owner, String messageId) {
        return session.first(SELECT + "WHERE owner = ? AND message_id = ?", CopyTable::held, owner, messageId);
    }

    void markAdopted(String owner, String messageId) {
        session.update(
                "UPDATE copy SET adopted = 1, json = '', crc = 0, bytes = 0, fingerprint = '', idempotency_key = NULL"
                        + " WHERE owner = ? AND message_id = ?",
                owner,
                messageId);
    }

    void remove(String owner, String store, String messageId) {
        session.update("DELETE FROM copy WHERE owner = ? AND message_id = ? AND store = ?", owner, messageId, store);
    }

    List<String> stores(String owner) {
        return session.list(
                "SELECT DISTINCT store FROM copy WHERE owner = ? AND adopted = 0 ORDER BY store",
                row -> row.getString(1),
                owner);
    }

    List<HeldCopy> waiting(String owner, String store, long after, int limit) {
        return session.list(
                SELECT + "INDEXED BY copy_waiting WHERE owner = ? AND store = ? AND adopted = 0 AND position > ?"
                        + " ORDER BY position LIMIT ?",
                CopyTable::held,
                owner,
                store,
                after,
                limit);
    }

    int forgetOtherStores(String owner, String store, int limit) {
        return session.update(
                "DELETE FROM copy WHERE id IN (SELECT id FROM copy WHERE owner = ? AND adopted = 1 AND store <> ?"
                        + " LIMIT ?)",
                owner,
                store,
                limit);
    }

    List<Claimed> page(String owner, String store, String after, int limit) {
        return session.list(
                "SELECT message_id, agent_names, adopted FROM copy INDEXED BY copy_of_message"
                        + " WHERE owner = ? AND message_id > ? AND store = ? ORDER BY message_id LIMIT ?",
                row -> new Claimed(row.getString(1), names(row.getString(2)), row.getInt(3) == 1),
                owner,
                after,
                store,
                limit);
    }

    List<String> owners() {
        return session.list("SELECT owner FROM copy_usage ORDER BY owner", row -> row.getString(1));
    }

    CopyUsage usage(String owner) {
        return session.first(
                        "SELECT copies, bytes FROM copy_usage WHERE owner = ?",
                        row -> new CopyUsage(row.getLong(1), row.getLong(2)),
                        owner)
                .orElse(CopyUsage.NONE);
    }

    CopyUsage usage() {
        return session.first(
                        "SELECT coalesce(sum(copies), 0), coalesce(sum(bytes), 0) FROM copy_usage",
                        row -> new CopyUsage(row.getLong(1), row.getLong(2)))
                .orElse(CopyUsage.NONE);
    }

    int prune(Instant before, int limit) {
        return session.update(
                "DELETE FROM copy WHERE id IN (SELECT id FROM copy WHERE expires_at < ? ORDER BY expires_at LIMIT ?)",
                before,
                limit);
    }

    static HeldCopy held(ResultSet row) throws SQLException {
        byte @Nullable [] json = row.getBytes(10);
        boolean sound = json != null && Envelope.checksum(json) == row.getLong(9);
        return new HeldCopy(
                row.getString(1),
                row.getString(2),
                new Copy(
                        row.getString(3),
                        names(row.getString(5)),
                        row.getLong(4),
                        Columns.instant(row, 6),
                        row.getString(7),
                        Columns.optionalText(row, 8),
                        sound && json != null ? json : NOTHING),
                row.getInt(11) == 1);
    }

    private static List<AgentName> names(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(AgentName::new)
                .toList();
    }
}

package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The statements on deliveries. What is asked of unfinished ones is answered from memory; they have an index here only so
 * that a start finds them.
 */
final class DeliveryTable {
    private static final String COLUMNS = "message_id, agent_name, agent_id, conversation_id, position, priority,"
            + " state, head, attempt, max_attempts, available_at, lease_expires_at, expires_at, reason, dismissed,"
            + " origins, life";
    static final String SELECT = "SELECT " + COLUMNS + " FROM delivery ";

    private static final String UNFINISHED = "WHERE state IN ('QUEUED', 'LEASED', 'FORWARDED')";

    /** All unfinished ones, whatever became of the index. */
    static final String SCAN_UNFINISHED = SELECT + "NOT INDEXED " + UNFINISHED;

    /** The same in time for these alone. */
    static final String FIND_UNFINISHED = SELECT + "INDEXED BY delivery_unfinished " + UNFINISHED;

    private final Session session;

    DeliveryTable(Session session) {
        this.session = session;
    }

    void save(Delivery delivery) {
        session.update(
                "INSERT OR REPLACE INTO delivery (" + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                delivery.messageId(),
                delivery.agentName(),
                delivery.agentId(),
                delivery.conversationId().equals(delivery.messageId()) ? null : delivery.conversationId(),
                delivery.position(),
                Columns.rank(delivery.priority()),
                delivery.state(),
                delivery.head(),
                delivery.attempt(),
                delivery.maxAttempts(),
                delivery.availableAt(),
                delivery.leaseExpiresAt(),
                delivery.expiresAt(),
                delivery.reason(),
                delivery.dismissed(),
                delivery.origins().isEmpty() ? null : String.join(" ", delivery.origins()),
                delivery.life());
    }

    Optional<Delivery> find(String messageId, AgentName agentName) {
        return session.first(
                SELECT + "WHERE message_id = ? AND agent_name = ?", DeliveryTable::delivery, messageId, agentName);
    }

    List<Delivery> ofMessage(String messageId) {
        return session.list(SELECT + "WHERE message_id = ? ORDER BY agent_name", DeliveryTable::delivery, messageId);
    }

    List<Delivery> deadLetters(Optional<AgentName> agentName, long after, int limit) {
        String dead = "state = 'DEAD' AND dismissed = 0 AND position > ? ORDER BY position LIMIT ?";
        return agentName
                .map(name -> session.list(
                        SELECT + "INDEXED BY delivery_dead_of_agent WHERE agent_name = ? AND " + dead,
                        DeliveryTable::delivery,
                        name,
                        after,
                        limit))
                .orElseGet(() -> session.list(
                        SELECT + "INDEXED BY delivery_dead WHERE " + dead, DeliveryTable::delivery, after, limit));
    }

    /** Walks the index of dead letters: asked once, at the start. */
    long countDeadLetters() {
        return session.number(
                "SELECT count(*) FROM delivery INDEXED BY delivery_dead" + " WHERE state = 'DEAD' AND dismissed = 0");
    }

    static Delivery delivery(ResultSet row) throws SQLException {
        String messageId = row.getString(1);
        return new Delivery(
                messageId,
                new AgentName(row.getString(2)),
                Columns.optionalText(row, 3),
                Columns.optionalText(row, 4).orElse(messageId),
                row.getLong(5),
                Columns.priority(row.getInt(6)),
                DeliveryState.valueOf(row.getString(7)),
                row.getBoolean(8),
                row.getInt(9),
                row.getInt(10),
                Columns.instant(row, 11),
                Columns.optionalInstant(row, 12),
                Columns.instant(row, 13),
                Columns.optionalText(row, 14),
                row.getBoolean(15),
                Columns.optionalText(row, 16)
                        .map(origins -> List.of(origins.split(" ", -1)))
                        .orElse(List.of()),
                row.getInt(17));
    }
}

package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.storage.DeliveryStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deliveries of one session. Every query has a partial index made for it, and what would have to be counted is kept by
 * triggers. The planner has no statistics (ANALYZE is never run), so its choices are the same on every node; where two
 * indexes tie, {@code INDEXED BY} decides.
 */
final class SqliteDeliveryStore implements DeliveryStore {
    private static final String COLUMNS =
            "message_id, agent_name, agent_id, conversation_id, position, priority, state,"
                    + " head, attempt, max_attempts, available_at, lease_expires_at, expires_at, reason, dismissed";
    static final String SELECT = "SELECT " + COLUMNS + " FROM delivery ";
    private static final String UNFINISHED = "state IN ('QUEUED', 'LEASED')";
    private static final String READY = "agent_id = ? AND state = 'QUEUED' AND head = 1";
    private static final String TALLY = "SELECT value FROM tally WHERE kind = ? AND name = ?";

    private final Session session;

    SqliteDeliveryStore(Session session) {
        this.session = session;
    }

    @Override
    public void save(Delivery delivery) {
        session.update(
                "INSERT INTO delivery (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (message_id, agent_name) DO UPDATE SET agent_id = excluded.agent_id,"
                        + " conversation_id = excluded.conversation_id, position = excluded.position,"
                        + " priority = excluded.priority, state = excluded.state, head = excluded.head,"
                        + " attempt = excluded.attempt, max_attempts = excluded.max_attempts,"
                        + " available_at = excluded.available_at, lease_expires_at = excluded.lease_expires_at,"
                        + " expires_at = excluded.expires_at, reason = excluded.reason,"
                        + " dismissed = excluded.dismissed",
                delivery.messageId(),
                delivery.agentName(),
                delivery.agentId(),
                delivery.conversationId(),
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
                delivery.dismissed());
    }

    @Override
    public Optional<Delivery> find(String messageId, AgentName agentName) {
        return session.first(
                SELECT + "WHERE message_id = ? AND agent_name = ?",
                SqliteDeliveryStore::delivery,
                messageId,
                agentName);
    }

    @Override
    public List<Delivery> ofMessage(String messageId) {
        return session.list(
                SELECT + "WHERE message_id = ? ORDER BY agent_name", SqliteDeliveryStore::delivery, messageId);
    }

    @Override
    public Optional<Delivery> firstUnfinished(AgentName agentName, String conversationId) {
        return session.first(
                SELECT + "INDEXED BY delivery_lane WHERE agent_name = ? AND conversation_id = ? AND " + UNFINISHED
                        + " ORDER BY position LIMIT 1",
                SqliteDeliveryStore::delivery,
                agentName,
                conversationId);
    }

    @Override
    public List<Delivery> available(String agentId, Instant now, int limit) {
        return session.list(
                SELECT + "INDEXED BY delivery_ready WHERE " + READY
                        + " AND available_at <= ? ORDER BY priority DESC, position LIMIT ?",
                SqliteDeliveryStore::delivery,
                agentId,
                now,
                limit);
    }

    @Override
    public Optional<Instant> nextAvailableAt(String agentId) {
        return session.first(
                "SELECT available_at FROM delivery INDEXED BY delivery_next WHERE " + READY
                        + " ORDER BY available_at LIMIT 1",
                row -> Columns.instant(row, 1),
                agentId);
    }

    @Override
    public int leasedCount(String agentId) {
        return Math.toIntExact(session.number(TALLY, "leased", agentId));
    }

    @Override
    public int backlog(String agentId) {
        return Math.toIntExact(session.number(TALLY, "backlog", agentId));
    }

    @Override
    public int depth(AgentName agentName) {
        return Math.toIntExact(session.number(TALLY, "depth", agentName));
    }

    @Override
    public List<Delivery> leasesEnded(Instant now, int limit) {
        return session.list(
                SELECT + "INDEXED BY delivery_lease_end WHERE state = 'LEASED' AND lease_expires_at <= ?"
                        + " ORDER BY lease_expires_at, position LIMIT ?",
                SqliteDeliveryStore::delivery,
                now,
                limit);
    }

    @Override
    public List<Delivery> deadlinesPassed(Instant now, int limit) {
        return session.list(
                SELECT + "INDEXED BY delivery_deadline WHERE state = 'QUEUED' AND expires_at <= ?"
                        + " ORDER BY expires_at, position LIMIT ?",
                SqliteDeliveryStore::delivery,
                now,
                limit);
    }

    @Override
    public Optional<Instant> nextDeadline() {
        Optional<Instant> leaseEnd = earliest(
                "SELECT min(lease_expires_at) FROM delivery INDEXED BY delivery_lease_end WHERE state = 'LEASED'");
        Optional<Instant> deadline =
                earliest("SELECT min(expires_at) FROM delivery INDEXED BY delivery_deadline WHERE state = 'QUEUED'");
        if (leaseEnd.isPresent() && deadline.isPresent()) {
            return leaseEnd.get().isBefore(deadline.get()) ? leaseEnd : deadline;
        }
        return leaseEnd.or(() -> deadline);
    }

    private Optional<Instant> earliest(String sql) {
        return session.list(sql, row -> Columns.optionalInstant(row, 1)).get(0);
    }

    @Override
    public List<Delivery> leasedTo(String agentId, int limit) {
        return session.list(
                SELECT + "INDEXED BY delivery_leased_to WHERE agent_id = ? AND state = 'LEASED'"
                        + " ORDER BY position LIMIT ?",
                SqliteDeliveryStore::delivery,
                agentId,
                limit);
    }

    @Override
    public List<String> conversationsHeldBy(AgentName agentName, Optional<String> agentId, int limit) {
        return session.list(
                "SELECT DISTINCT conversation_id FROM delivery INDEXED BY delivery_held WHERE agent_name = ?"
                        + " AND agent_id IS ? AND " + UNFINISHED + " ORDER BY conversation_id LIMIT ?",
                row -> row.getString(1),
                agentName,
                agentId,
                limit);
    }

    @Override
    public int assign(AgentName agentName, String conversationId, Optional<String> agentId) {
        return session.update(
                "UPDATE delivery INDEXED BY delivery_lane SET agent_id = ?1 WHERE agent_name = ?2"
                        + " AND conversation_id = ?3 AND state = 'QUEUED' AND " + UNFINISHED,
                agentId,
                agentName,
                conversationId);
    }

    @Override
    public List<Delivery> deadLetters(Optional<AgentName> agentName, long after, int limit) {
        String dead = "state = 'DEAD' AND dismissed = 0 AND position > ? ORDER BY position LIMIT ?";
        return agentName
                .map(name -> session.list(
                        SELECT + "INDEXED BY delivery_dead_of_agent WHERE agent_name = ? AND " + dead,
                        SqliteDeliveryStore::delivery,
                        name,
                        after,
                        limit))
                .orElseGet(() -> session.list(
                        SELECT + "INDEXED BY delivery_dead WHERE " + dead,
                        SqliteDeliveryStore::delivery,
                        after,
                        limit));
    }

    @Override
    public Map<DeliveryState, Long> counts() {
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        session.list(
                "SELECT name, value FROM tally WHERE kind = 'state'",
                row -> counts.put(DeliveryState.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }

    static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString(1),
                new AgentName(row.getString(2)),
                Columns.optionalText(row, 3),
                row.getString(4),
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
                row.getBoolean(15));
    }
}

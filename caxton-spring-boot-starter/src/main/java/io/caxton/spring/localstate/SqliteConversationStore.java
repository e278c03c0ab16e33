package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.storage.ConversationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Conversations and bindings of one session. */
final class SqliteConversationStore implements ConversationStore {
    static final String SELECT =
            "SELECT conversation_id, state, participants, message_count, max_messages, started_at, last_activity_at,"
                    + " reason FROM conversation ";

    private final Session session;

    SqliteConversationStore(Session session) {
        this.session = session;
    }

    @Override
    public Optional<Conversation> find(String conversationId) {
        return session.first(
                SELECT + "WHERE conversation_id = ?", SqliteConversationStore::conversation, conversationId);
    }

    @Override
    public void save(Conversation conversation) {
        session.update(
                "INSERT INTO conversation (conversation_id, state, participants, message_count, max_messages,"
                        + " started_at, last_activity_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (conversation_id) DO UPDATE SET state = excluded.state,"
                        + " participants = excluded.participants, message_count = excluded.message_count,"
                        + " max_messages = excluded.max_messages, started_at = excluded.started_at,"
                        + " last_activity_at = excluded.last_activity_at, reason = excluded.reason",
                conversation.id(),
                conversation.state(),
                participants(conversation),
                conversation.messageCount(),
                conversation.maxMessages(),
                conversation.startedAt(),
                conversation.lastActivityAt(),
                conversation.reason());
    }

    @Override
    public Optional<String> boundInstance(String conversationId, AgentName agentName) {
        return session.first(
                "SELECT agent_id FROM conversation_binding WHERE conversation_id = ? AND agent_name = ?",
                row -> row.getString(1),
                conversationId,
                agentName);
    }

    @Override
    public void bind(String conversationId, AgentName agentName, String agentId) {
        session.update(
                "INSERT INTO conversation_binding (conversation_id, agent_name, agent_id) VALUES (?, ?, ?)"
                        + " ON CONFLICT (conversation_id, agent_name) DO UPDATE SET agent_id = excluded.agent_id",
                conversationId,
                agentName,
                agentId);
    }

    @Override
    public List<Conversation> idleSince(Instant before, int limit) {
        return session.list(
                SELECT + "INDEXED BY conversation_open WHERE state = 'OPEN' AND last_activity_at < ?"
                        + " ORDER BY last_activity_at, id LIMIT ?",
                SqliteConversationStore::conversation,
                before,
                limit);
    }

    @Override
    public int pruneEmpty(Instant before, int limit) {
        String empty = " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.conversation_id)";
        List<String> ids = session.list(
                "SELECT c.conversation_id, c.last_activity_at FROM conversation c"
                        + " WHERE c.state = 'OPEN' AND c.last_activity_at < ?1" + empty
                        + " UNION ALL SELECT c.conversation_id, c.last_activity_at FROM conversation c"
                        + " WHERE c.state <> 'OPEN' AND c.last_activity_at < ?1" + empty
                        + " ORDER BY 2 LIMIT ?2",
                row -> row.getString(1),
                before,
                limit);
        for (String id : ids) {
            session.update("DELETE FROM conversation_binding WHERE conversation_id = ?", id);
            session.update("DELETE FROM conversation WHERE conversation_id = ?", id);
        }
        return ids.size();
    }

    private static String participants(Conversation conversation) {
        return conversation.participants().stream()
                .map(AgentName::value)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    static Conversation conversation(ResultSet row) throws SQLException {
        String names = row.getString(3);
        Set<AgentName> participants = names.isEmpty()
                ? Set.of()
                : Arrays.stream(names.split(" ", -1)).map(AgentName::new).collect(Collectors.toSet());
        return new Conversation(
                row.getString(1),
                ConversationState.valueOf(row.getString(2)),
                participants,
                row.getInt(4),
                row.getInt(5),
                Columns.instant(row, 6),
                Columns.instant(row, 7),
                Columns.optionalText(row, 8));
    }
}

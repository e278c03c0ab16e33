package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The statements on conversations. */
final class ConversationTable {
    static final String SELECT = "SELECT conversation_id, state, participants, message_count, max_messages, started_at,"
            + " last_activity_at, reason, bindings FROM conversation ";

    private final Session session;

    ConversationTable(Session session) {
        this.session = session;
    }

    Optional<ConversationRow> find(String conversationId) {
        return session.first(SELECT + "WHERE conversation_id = ?", ConversationTable::row, conversationId);
    }

    void save(ConversationRow row) {
        Optional<Conversation> known = row.conversation();
        session.update(
                "INSERT OR REPLACE INTO conversation (conversation_id, state, participants, message_count,"
                        + " max_messages, started_at, last_activity_at, reason, bindings)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.id(),
                known.map(Conversation::state),
                known.map(ConversationTable::participants).orElse(""),
                known.map(Conversation::messageCount).orElse(0),
                known.map(Conversation::maxMessages).orElse(0),
                known.map(Conversation::startedAt).orElse(Instant.EPOCH),
                known.map(Conversation::lastActivityAt).orElse(Instant.EPOCH),
                known.flatMap(Conversation::reason),
                bindings(row.bindings()));
    }

    List<Conversation> idleSince(Instant before, int limit) {
        return session
                .list(
                        SELECT + "INDEXED BY conversation_open WHERE state = 'OPEN' AND last_activity_at < ?"
                                + " ORDER BY last_activity_at, conversation_id LIMIT ?",
                        ConversationTable::row,
                        before,
                        limit)
                .stream()
                .flatMap(row -> row.conversation().stream())
                .toList();
    }

    /** Conversations without messages, longest idle first. */
    List<String> empty(Instant before, int limit) {
        String empty = " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.conversation_id)";
        return session.list(
                "SELECT c.conversation_id, c.last_activity_at FROM conversation c"
                        + " WHERE c.state = 'OPEN' AND c.last_activity_at < ?1" + empty
                        + " UNION ALL SELECT c.conversation_id, c.last_activity_at FROM conversation c"
                        + " WHERE c.state <> 'OPEN' AND c.last_activity_at < ?1" + empty
                        + " ORDER BY 2 LIMIT ?2",
                row -> row.getString(1),
                before,
                limit);
    }

    void delete(String conversationId) {
        session.update("DELETE FROM conversation WHERE conversation_id = ?", conversationId);
    }

    private static String participants(Conversation conversation) {
        return conversation.participants().stream()
                .map(AgentName::value)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String bindings(Map<AgentName, String> bindings) {
        return bindings.entrySet().stream()
                .map(binding -> binding.getKey().value() + " " + binding.getValue())
                .collect(Collectors.joining(" "));
    }

    static ConversationRow row(ResultSet row) throws SQLException {
        String id = row.getString(1);
        Optional<String> state = Columns.optionalText(row, 2);
        Optional<Conversation> conversation = Optional.empty();
        if (state.isPresent()) {
            Set<AgentName> participants =
                    Arrays.stream(words(row.getString(3))).map(AgentName::new).collect(Collectors.toSet());
            conversation = Optional.of(new Conversation(
                    id,
                    ConversationState.valueOf(state.get()),
                    participants,
                    row.getInt(4),
                    row.getInt(5),
                    Columns.instant(row, 6),
                    Columns.instant(row, 7),
                    Columns.optionalText(row, 8)));
        }
        String[] bound = words(row.getString(9));
        Map<AgentName, String> bindings = new TreeMap<>();
        for (int i = 0; i < bound.length; i += 2) {
            bindings.put(new AgentName(bound[i]), bound[i + 1]);
        }
        return new ConversationRow(id, conversation, bindings);
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(" ", -1);
    }
}

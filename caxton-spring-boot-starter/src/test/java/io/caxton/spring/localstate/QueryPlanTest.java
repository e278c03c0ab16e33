package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.message.Envelope;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateFixture;
import io.caxton.core.storage.StoredMessage;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryPlanTest extends LocalStateFixture {
    /** Asked at the start of a node only; they read all there is. */
    private static final Set<String> ONCE = Set.of("countedBytes", "countDeadLetters", "highestPosition");

    @TempDir
    private Path directory;

    @Override
    protected LocalState create() {
        return SqliteLocalState.open(
                directory.resolve("caxton.db"), SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }

    @Test
    void everyStatementOfEveryStoreFindsItsRowsByAnIndex() throws Exception {
        fillMailbox();
        Set<String> statements;
        DatabaseFile file = new DatabaseFile(directory.resolve("caxton.db"), SqliteLocalStateSettings.DEFAULT);
        try (Session session = new Session(file.connect(false), false)) {
            session.control("BEGIN IMMEDIATE");
            session.start();
            for (Object table : List.of(
                    new MessageTable(session),
                    new FinishedTable(session),
                    new DeliveryTable(session),
                    new ConversationTable(session),
                    new ReportTable(session))) {
                for (Method method : table.getClass().getDeclaredMethods()) {
                    if (!Modifier.isStatic(method.getModifiers())
                            && !method.isSynthetic()
                            && !ONCE.contains(method.getName())) {
                        method.invoke(table, arguments(method));
                    }
                }
            }
            new DeliveryTable(session).deadLetters(Optional.empty(), 0, 1);
            statements = session.prepared();
            session.control("ROLLBACK");
        }
        try (Connection connection = file.connect(true)) {
            for (String sql : statements) {
                if (sql.startsWith("BEGIN") || sql.startsWith("COMMIT")) {
                    continue;
                }
                List<String> plan = plan(connection, sql);
                assertThat(plan).as(sql).noneMatch(line -> line.startsWith("SCAN") && !isHarmless(line));
                assertThat(plan).as(sql).noneMatch(line -> line.contains("TEMP B-TREE") && line.contains("ORDER BY"));
            }
        }
        assertThat(statements).hasSizeGreaterThan(25);
    }

    /** The rows that a subquery or a recursion has found by an index, or one row that is not in any table. */
    private static boolean isHarmless(String line) {
        return line.startsWith("SCAN (subquery-")
                || line.equals("SCAN f")
                || line.equals("SCAN node")
                || line.equals("SCAN CONSTANT ROW");
    }

    @Test
    void aBigMailboxIsLoadedAtTheStartAndPolledWithoutWalkingIt() throws Exception {
        fillMailbox();
        state.close();
        state = create();
        assertThat(durable().deliveries().depth(BOB)).isEqualTo(50_000);
        assertThat(durable().deliveries().backlog("bob-1")).isEqualTo(50_000);
        assertThat(durable().deliveries().available("bob-1", after(1), 3))
                .extracting(Delivery::position)
                .containsExactly(4L, 8L, 12L);
        assertThat(durable().deliveries().nextAvailableAt("bob-1")).isPresent();
    }

    private void fillMailbox() throws SQLException {
        DatabaseFile file = new DatabaseFile(directory.resolve("caxton.db"), SqliteLocalStateSettings.DEFAULT);
        try (Connection connection = file.connect(false);
                Statement statement = connection.createStatement()) {
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                    + " INSERT INTO delivery (message_id, agent_name, agent_id, conversation_id, position, priority,"
                    + " state, head, attempt, max_attempts, available_at, expires_at, dismissed)"
                    + " SELECT 'm' || i, 'bob', 'bob-1', 'c' || i, i, 3 - i % 4, 'QUEUED', 1, 0, 5, i, i, 0 FROM n");
        }
    }

    private static List<String> plan(Connection connection, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (rows.next()) {
                lines.add(rows.getString("detail"));
            }
        }
        return lines;
    }

    private static Object[] arguments(Method method) {
        Map<Class<?>, Object> samples = Map.of(
                String.class,
                "x",
                AgentName.class,
                BOB,
                Instant.class,
                NOW,
                int.class,
                1,
                long.class,
                1L,
                Optional.class,
                sampleText(method));
        return Arrays.stream(method.getParameterTypes())
                .map(type -> Optional.ofNullable(samples.get(type)).orElseGet(() -> sample(type)))
                .toArray();
    }

    private static Optional<?> sampleText(Method method) {
        return method.getName().equals("deadLetters") ? Optional.of(BOB) : Optional.of("x");
    }

    private static Object sample(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "NewMessage" ->
                new NewMessage(new StoredMessage(message("x", "x"), 1, NOW, 1, ""), Envelope.of(message("x", "x")));
            case "List" -> List.of();
            case "Finished" -> new FinishedTable.Finished("x", 1, 1, false);
            case "Delivery" -> delivery("x", 1);
            case "ConversationRow" -> ConversationRow.unknown("x").with(conversation("x", NOW));
            case "OutcomeReport" -> new OutcomeReport("x", "x", BOB, 0, DeliveryState.HANDLED, Optional.empty(), NOW);
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }
}

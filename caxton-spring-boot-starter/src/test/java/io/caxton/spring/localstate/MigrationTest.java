package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.storage.LocalState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of an earlier version becomes one of this version and keeps everything. */
class MigrationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void deliveriesOfTheFirstVersionAreKept() throws SQLException {
        Path file = folder.resolve("caxton.db");
        String url = "jdbc:sqlite:" + file;
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(url, null, null)
                .locations(Schema.LOCATION)
                .table(Schema.HISTORY)
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String row : List.of(
                    "('m1', 'bob', 'bob-1', 'c', 1, 3, 'QUEUED', 1, 0, 5, 10, NULL, 2000000000000000000, NULL, 0)",
                    "('m2', 'bob', NULL, NULL, 2, 1, 'DEAD', 0, 5, 5, 10, NULL, 30, 'why', 0)")) {
                statement.executeUpdate("INSERT INTO delivery VALUES " + row);
            }
        }
        try (LocalState state = SqliteLocalState.open(file, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE)) {
            AgentName bob = new AgentName("bob");
            Delivery queued = state.read(tx -> tx.deliveries().find("m1", bob)).orElseThrow();
            Delivery dead = state.read(tx -> tx.deliveries().find("m2", bob)).orElseThrow();
            assertThat(queued.agentId()).contains("bob-1");
            assertThat(queued.origins()).isEmpty();
            assertThat(queued.life()).isZero();
            assertThat(dead.reason()).contains("why");
            assertThat(dead.conversationId()).isEqualTo("m2");
            Map<DeliveryState, Long> counts = state.read(tx -> tx.deliveries().counts());
            assertThat(counts).containsEntry(DeliveryState.QUEUED, 1L).containsEntry(DeliveryState.DEAD, 1L);
            assertThat(state.<List<Delivery>>read(tx -> tx.deliveries().deadLetters(Optional.of(bob), 0, 9)))
                    .containsExactly(dead);
        }
    }
}

package io.caxton.state.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.state.StateToolException;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StateToolLimits;
import io.caxton.state.StoreRequest;
import io.caxton.state.tck.MutableClock;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is SQLite's own, beyond the contract. */
class SqliteStateToolTest {

    private static final JsonNode VALUE = JsonNodeFactory.instance.stringNode("s3cr3t-value");

    @TempDir
    Path directory;

    private final MutableClock clock = new MutableClock();
    private Path file = Path.of("unset");

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("some where").resolve("state.db");
    }

    @Test
    void constructingAndClosingTouchesNoFile() {
        open().close();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void theFirstCallMakesTheFileAndItsDirectory() {
        try (SqliteStateTool tool = open()) {
            assertThat(tool.exists("k")).isFalse();
            assertThat(file).isRegularFile();
        }
    }

    @Test
    void closingFoldsTheLogIntoTheFile() {
        try (SqliteStateTool tool = open()) {
            tool.store("k", VALUE);
        }
        assertThat(file.resolveSibling("state.db-wal")).doesNotExist();
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void theFileIsWriteAheadLoggedAndMarkedAsOurs() throws Exception {
        try (SqliteStateTool tool = open()) {
            tool.store("k", VALUE);
            assertThat(number("PRAGMA application_id")).isEqualTo(SqliteSchema.APPLICATION_ID);
            assertThat(number("PRAGMA user_version")).isEqualTo(1);
            assertThat(text("PRAGMA journal_mode")).isEqualTo("wal");
        }
    }

    @Test
    void everyCommitIsSyncedToDisk() throws Exception {
        SqliteConnections connections = new SqliteConnections(SqliteOptions.of(file));
        int synchronous = connections.write(connection -> {
            try (Statement sql = connection.createStatement();
                    ResultSet row = sql.executeQuery("PRAGMA synchronous")) {
                return row.next() ? row.getInt(1) : -1;
            }
        });
        connections.close();
        assertThat(synchronous).as("2 is FULL").isEqualTo(2);
    }

    @Test
    void anIdleToolHoldsNoLock() throws Exception {
        try (SqliteStateTool tool = open()) {
            tool.store("k", VALUE);
            tool.find("k");
            execute("PRAGMA busy_timeout = 1", "BEGIN EXCLUSIVE", "COMMIT");
        }
    }

    @Test
    void aFileLockedByAnotherTimesOutAndIsUsableAfterwards() throws Exception {
        SqliteOptions impatient = SqliteOptions.of(file).withBusyTimeout(Duration.ofMillis(50));
        try (SqliteStateTool tool = new SqliteStateTool(impatient, clock)) {
            tool.store("k", VALUE);
            try (Connection other = connect();
                    Statement sql = other.createStatement()) {
                sql.execute("BEGIN IMMEDIATE");
                StateToolException refusal = refused(Reason.TIMEOUT, () -> tool.store("k", VALUE));
                assertThat(refusal.getMessage()).contains(file.toString());
                assertThat(tool.exists("k")).as("readers go on").isTrue();
                sql.execute("ROLLBACK");
            }
            tool.store("k", VALUE);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedWithItsPathAndLeftAlone() throws Exception {
        Files.createDirectories(file.getParent());
        String text = "these are my holiday notes ".repeat(400);
        Files.writeString(file, text);
        try (SqliteStateTool tool = open()) {
            StateToolException refusal = refused(Reason.CORRUPT, () -> tool.find("k"));
            assertThat(refusal.getMessage()).contains(file.toString(), "move it away", "backup");
            refused(Reason.CORRUPT, () -> tool.store("k", VALUE));
        }
        assertThat(file).hasContent(text);
    }

    @Test
    void aDamagedFileIsRefusedWithItsPath() throws Exception {
        try (SqliteStateTool tool = open()) {
            for (int i = 0; i < 200; i++) {
                tool.store("k" + i, JsonNodeFactory.instance.stringNode("v".repeat(500)));
            }
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(SqliteOptions.PAGE_BYTES);
            bytes.write(new byte[(int) bytes.length() - SqliteOptions.PAGE_BYTES]);
        }
        try (SqliteStateTool tool = open()) {
            StateToolException refusal = refused(Reason.CORRUPT, () -> tool.find("k7"));
            assertThat(refusal.getMessage()).contains(file.toString());
            refused(Reason.CORRUPT, () -> tool.store("k7", VALUE));
            refused(Reason.CORRUPT, () -> tool.list("k"));
        }
    }

    @Test
    void aStoredTextThatIsNoJsonIsCorruptAndNotQuoted() throws Exception {
        try (SqliteStateTool tool = open()) {
            tool.store("k", VALUE);
            execute("UPDATE state_entry SET value = 's3cr3t-value, unquoted'");
            refused(Reason.CORRUPT, () -> tool.find("k"));
            tool.store("k", VALUE);
            assertThat(tool.retrieve("k")).contains(VALUE);
        }
    }

    @Test
    void anotherApplicationsDatabaseIsLeftAlone() throws Exception {
        Files.createDirectories(file.getParent());
        execute("CREATE TABLE invoices (id INTEGER)");
        byte[] before = Files.readAllBytes(file);
        try (SqliteStateTool tool = open()) {
            refused(Reason.INCOMPATIBLE, () -> tool.store("k", VALUE));
        }
        assertThat(file).hasBinaryContent(before);
        assertThat(number("SELECT count(*) FROM sqlite_master")).isEqualTo(1);
    }

    @Test
    void aFileOfANewerCaxtonIsRefused() throws Exception {
        try (SqliteStateTool tool = open()) {
            tool.store("k", VALUE);
        }
        execute("PRAGMA user_version = 99");
        try (SqliteStateTool tool = open()) {
            StateToolException refusal = refused(Reason.INCOMPATIBLE, () -> tool.find("k"));
            assertThat(refusal.getMessage()).contains("99");
        }
    }

    @Test
    void aDirectoryInPlaceOfTheFileIsRefused() throws Exception {
        Files.createDirectories(file);
        try (SqliteStateTool tool = open()) {
            refused(Reason.ACCESS_DENIED, () -> tool.find("k"));
        }
    }

    @Test
    void aFullFileRefusesStoresAndKeepsWhatItHas() throws Exception {
        try (SqliteStateTool tool = openSmall()) {
            int stored = fill(tool, StoreRequest.of("k", page()));
            assertThat(stored).isPositive();
            assertThat(tool.list("k")).hasSize(stored);
            refused(
                    Reason.STORAGE_FULL,
                    () -> tool.storeAll(List.of(
                            StoreRequest.of("batch-small", VALUE),
                            StoreRequest.of("batch-1", page()),
                            StoreRequest.of("batch-2", page()))));
            assertThat(tool.list("batch")).as("nothing half written").isEmpty();
            tool.delete("k0");
            tool.delete("k1");
            tool.store("k0", page());
        }
        assertThat(text("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void expiredEntriesMakeRoomInAFullFile() {
        try (SqliteStateTool tool = openSmall()) {
            int stored = fill(tool, StoreRequest.of("k", page()).expiringAfter(Duration.ofMinutes(1)));
            clock.advance(Duration.ofMinutes(1));
            assertThat(fill(tool, StoreRequest.of("n", page()))).isGreaterThanOrEqualTo(stored);
        }
    }

    @Test
    void writesSweepExpiredEntriesLittleByLittle() throws Exception {
        try (SqliteStateTool tool = open()) {
            storeExpiring(tool, 40);
            clock.advance(Duration.ofMinutes(1));
            assertThat(number("SELECT count(*) FROM state_entry")).isEqualTo(40);
            tool.store("live", VALUE);
            assertThat(number("SELECT count(*) FROM state_entry")).isEqualTo(40 - SqliteStateTool.SWEPT_PER_WRITE + 1);
        }
    }

    @Test
    void sweepDropsAllThatExpiredAndNothingElse() throws Exception {
        try (SqliteStateTool tool = open()) {
            storeExpiring(tool, 40);
            tool.store("live", VALUE);
            tool.store(StoreRequest.of("later", VALUE).expiringAfter(Duration.ofHours(1)));
            assertThat(tool.sweep()).isZero();
            clock.advance(Duration.ofMinutes(1));
            assertThat(tool.sweep()).isEqualTo(40);
            assertThat(number("SELECT count(*) FROM state_entry")).isEqualTo(2);
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        SqliteOptions options = SqliteOptions.of(file);
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxReaders(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withBusyTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxFileBytes(100));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withLimits(StateToolLimits.DEFAULTS.withMaxBatch(50_000, 1)));
    }

    private SqliteStateTool open() {
        return new SqliteStateTool(SqliteOptions.of(file), clock);
    }

    private SqliteStateTool openSmall() {
        return new SqliteStateTool(SqliteOptions.of(file).withMaxFileBytes(64L * SqliteOptions.PAGE_BYTES), clock);
    }

    private static JsonNode page() {
        return JsonNodeFactory.instance.stringNode("v".repeat(8000));
    }

    /** Stores numbered copies until there is no room; returns how many fitted. */
    private static int fill(SqliteStateTool tool, StoreRequest copy) {
        for (int i = 0; i < 1000; i++) {
            StoreRequest next = new StoreRequest(copy.key() + i, copy.value(), copy.condition(), copy.ttl());
            try {
                tool.store(next);
            } catch (StateToolException refusal) {
                assertThat(refusal.reason()).isEqualTo(Reason.STORAGE_FULL);
                assertThat(tool.exists(next.key())).isFalse();
                return i;
            }
        }
        throw new AssertionError("the file never filled");
    }

    private static void storeExpiring(SqliteStateTool tool, int count) {
        List<StoreRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(StoreRequest.of("brief" + i, VALUE).expiringAfter(Duration.ofMinutes(1)));
        }
        tool.storeAll(requests);
    }

    private static StateToolException refused(Reason reason, ThrowingCallable call) {
        StateToolException refusal = catchThrowableOfType(StateToolException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
        assertThat(refusal).hasMessageNotContaining("s3cr3t");
        return refusal;
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private void execute(String... statements) throws Exception {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    private int number(String query) throws Exception {
        return Integer.parseInt(text(query));
    }

    private String text(String query) throws Exception {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}

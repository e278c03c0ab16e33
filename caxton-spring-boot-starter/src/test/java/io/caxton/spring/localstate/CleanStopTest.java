package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateFixture;
import io.caxton.spring.localstate.DatabaseFile.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start may leave out after a clean stop, and what it still finds. */
class CleanStopTest extends LocalStateFixture {
    private static final int MESSAGES = 30;
    private static final int PAGE = 4_096;

    @TempDir
    private Path directory;

    @Override
    protected LocalState create() {
        return open();
    }

    private SqliteLocalState open() {
        return open(database());
    }

    private static SqliteLocalState open(Path file) {
        return SqliteLocalState.open(file, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }

    private Path database() {
        return directory.resolve("caxton.db");
    }

    private Path note() {
        return CleanStop.noteOf(database());
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < MESSAGES; i++) {
            String id = "m" + i;
            int position = i + 1;
            change(tx -> {
                tx.messages().append(message(id, "c"), NOW, 10, "");
                tx.deliveries().save(delivery(id, position));
                tx.agents().save(agent("agent-" + id));
            });
        }
    }

    private static boolean isComplete(SqliteLocalState opened) {
        return opened.read(tx ->
                tx.deliveries().depth(BOB) == MESSAGES && tx.agents().all().size() == MESSAGES);
    }

    @Test
    void aFileThatWasClosedInOrderIsNotChecked() {
        assertThat(note()).doesNotExist();
        state.close();
        assertThat(note()).exists();
        try (SqliteLocalState opened = open()) {
            assertThat(opened.check()).isEqualTo(Check.NONE);
            assertThat(note()).doesNotExist();
            assertThat(isComplete(opened)).isTrue();
            assertThat(messageIds(opened.read(tx -> tx.messages().inConversation("c", 0, 100))))
                    .hasSize(MESSAGES);
        }
        assertThat(note()).exists();
    }

    @Test
    void sizesOfWhatHasFinishedAreThereWithoutBeingReadAgain() {
        change(tx -> {
            tx.deliveries().save(handled(tx.deliveries().find("m3", BOB).orElseThrow()));
            tx.messages().markFinished("m3", Optional.of(NOW));
        });
        long before = durable().messages().finishedBytes();
        state.close();
        try (SqliteLocalState opened = open()) {
            assertThat(opened.check()).isEqualTo(Check.NONE);
            long finishedBytes = opened.read(tx -> tx.messages().finishedBytes());
            int depth = opened.read(tx -> tx.deliveries().depth(BOB));
            assertThat(finishedBytes).isEqualTo(before).isGreaterThan(10);
            assertThat(depth).isEqualTo(MESSAGES - 1);
        }
    }

    @Test
    void theIndexByWhichAStartFindsWhatIsUnfinishedIsUsed() throws Exception {
        try (Connection connection = new DatabaseFile(database(), SqliteLocalStateSettings.DEFAULT).connect(true);
                Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN QUERY PLAN " + DeliveryTable.FIND_UNFINISHED)) {
            assertThat(plan.next()).isTrue();
            assertThat(plan.getString("detail")).contains("USING INDEX delivery_unfinished");
        }
    }

    @Test
    void whatACrashLeavesIsChecked() throws IOException {
        Path crashed = Files.createDirectory(directory.resolve("crashed")).resolve("caxton.db");
        Files.copy(database(), crashed);
        Files.copy(directory.resolve("caxton.db-wal"), crashed.resolveSibling("caxton.db-wal"));
        try (SqliteLocalState opened = open(crashed)) {
            assertThat(opened.check()).isEqualTo(Check.FULL);
            assertThat(isComplete(opened)).isTrue();
        }
    }

    @Test
    void aNoteBesideALogIsNotBelieved() throws IOException {
        Path log = directory.resolve("caxton.db-wal");
        Path kept = Files.copy(log, directory.resolve("kept"));
        state.close();
        Files.copy(kept, log, StandardCopyOption.REPLACE_EXISTING);
        try (SqliteLocalState opened = open()) {
            assertThat(opened.check()).isEqualTo(Check.FULL);
        }
    }

    @Test
    void aFileThatWasTouchedIsChecked() throws IOException {
        state.close();
        FileTime then = Files.getLastModifiedTime(database());
        Files.setLastModifiedTime(database(), FileTime.from(then.toInstant().plusNanos(1_000_000)));
        try (SqliteLocalState opened = open()) {
            assertThat(opened.check()).isEqualTo(Check.FULL);
            assertThat(isComplete(opened)).isTrue();
        }
    }

    @Test
    void whereNotAllThatWasUnfinishedIsFoundEverythingIsChecked() throws Exception {
        state.close();
        String counted = Files.readString(note());
        assertThat(counted).contains(" " + MESSAGES + " ");
        Files.writeString(note(), counted.replace(" " + MESSAGES + " ", " " + (MESSAGES + 1) + " "));
        try (SqliteLocalState opened = open()) {
            assertThat(opened.check()).isEqualTo(Check.FULL);
            assertThat(isComplete(opened)).isTrue();
        }
    }

    @Test
    void aFileThatWasCutIsSetAside() throws IOException {
        state.close();
        byte[] bytes = Files.readAllBytes(database());
        overwrite(Arrays.copyOf(bytes, bytes.length - PAGE));
        try (SqliteLocalState opened = open()) {
            assertThat(opened.setAside()).isPresent();
        }
    }

    @Test
    void anyOtherNoteIsNotBelieved() throws IOException {
        state.close();
        String right = Files.readString(note());
        for (String wrong : new String[] {"", "x", right + "x", right.strip(), "9".repeat(1_000)}) {
            Files.writeString(note(), wrong, StandardCharsets.US_ASCII);
            try (SqliteLocalState opened = open()) {
                assertThat(opened.check()).as(wrong).isEqualTo(Check.FULL);
                assertThat(note()).doesNotExist();
            }
        }
    }

    /** As a disk may do it: neither size nor time tell. */
    @Test
    void aPageThatWentBadIsFoundWhereverAgentsAndUnfinishedDeliveriesAre() throws IOException {
        state.close();
        byte[] sound = Files.readAllBytes(database());
        byte[] note = Files.readAllBytes(note());
        FileTime then = Files.getLastModifiedTime(database());
        int setAside = 0;
        for (int page = 0; page < sound.length / PAGE; page++) {
            byte[] bytes = sound.clone();
            byte[] garbage = new byte[PAGE];
            new Random(page).nextBytes(garbage);
            System.arraycopy(garbage, 0, bytes, page * PAGE, PAGE);
            Path file = Files.createDirectory(directory.resolve("page-" + page)).resolve("caxton.db");
            Files.setLastModifiedTime(Files.write(file, bytes), then);
            Files.write(CleanStop.noteOf(file), note);
            try (SqliteLocalState opened = open(file)) {
                if (opened.setAside().isPresent()) {
                    setAside++;
                } else {
                    assertThat(opened.check()).as("page %d", page).isEqualTo(Check.NONE);
                    assertThat(isComplete(opened)).as("page %d", page).isTrue();
                }
            }
        }
        assertThat(setAside).isBetween(5, sound.length / PAGE - 5);
    }

    @Test
    void whatTurnsOutDamagedLaterIsCheckedAtTheNextStart() throws IOException {
        ((SqliteLocalState) state)
                .pragma("UPDATE message SET crc = crc + 1 WHERE message_id = 'm7'")
                .join();
        state.close();
        try (SqliteLocalState opened = open()) {
            assertThat(opened.check()).isEqualTo(Check.NONE);
            assertThatThrownBy(() -> opened.read(tx -> tx.messages().find("m7")));
        }
        assertThat(note()).doesNotExist();
        try (SqliteLocalState opened = open()) {
            assertThat(opened.check()).isEqualTo(Check.FULL);
            assertThat(opened.setAside()).isPresent();
        }
    }

    @Test
    void aStatementThatFailedMakesTheNextStartCheck() {
        assertThatThrownBy(() -> change(tx -> tx.messages().append(message("m1", "c"), NOW, 1, "")));
        state.close();
        assertThat(note()).doesNotExist();
    }

    @Test
    void whatIsNotSyncedIsNeverTrusted() {
        SqliteLocalStateSettings d = SqliteLocalStateSettings.DEFAULT;
        SqliteLocalStateSettings unsynced = new SqliteLocalStateSettings(
                d.maxWaitingWorks(),
                d.maxBatchWorks(),
                d.readers(),
                d.busyTimeout(),
                d.closeTimeout(),
                d.fullCheckBytes(),
                SqliteLocalStateSettings.Synchronous.OFF);
        state.close();
        SqliteLocalState.open(database(), unsynced, CommitListener.NONE).close();
        assertThat(note()).doesNotExist();
    }

    private void overwrite(byte[] bytes) throws IOException {
        FileTime then = Files.getLastModifiedTime(database());
        Files.write(database(), bytes);
        Files.setLastModifiedTime(database(), then);
    }
}

package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFileTest extends LocalStateFixture {
    private static final int MESSAGES = 30;
    private static final List<String> IDS =
            IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();

    @TempDir
    private Path directory;

    /** As it was closed, and as a crash would leave it: almost everything still in the log. */
    private byte[] closed = new byte[0];

    private byte[] crashed = new byte[0];
    private byte[] log = new byte[0];

    @Override
    protected LocalState create() {
        return open(directory.resolve("original.db"));
    }

    private static SqliteLocalState open(Path database) {
        return SqliteLocalState.open(database, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }

    @BeforeEach
    void fill() throws IOException {
        for (String id : IDS) {
            change(tx -> {
                tx.messages().append(message(id, "c"), NOW, 10, "");
                tx.deliveries().save(delivery(id, IDS.indexOf(id) + 1));
                tx.conversations().save(conversation("conversation-" + id, NOW));
                tx.agents().save(agent("agent-" + id));
            });
        }
        crashed = Files.readAllBytes(directory.resolve("original.db"));
        log = Files.readAllBytes(directory.resolve("original.db-wal"));
        state.close();
        closed = Files.readAllBytes(directory.resolve("original.db"));
    }

    private Path write(int number, byte[] database) throws IOException {
        return Files.write(
                Files.createDirectory(directory.resolve("case-" + number)).resolve("caxton.db"), database);
    }

    private static Path logOf(Path database) {
        return database.resolveSibling("caxton.db-wal");
    }

    /** Opens a file that may be damaged. Returns what is in it, or nothing if it was set aside and a fresh one works. */
    private List<String> contentAfterOpening(Path database) {
        try (SqliteLocalState opened = open(database)) {
            List<String> found = opened.read(tx -> {
                tx.agents().all();
                tx.deliveries().available("bob-1", after(1), MESSAGES);
                tx.conversations().idleSince(after(1), MESSAGES);
                List<String> ids = messageIds(tx.messages().inConversation("c", 0, MESSAGES));
                assertThat(tx.deliveries().depth(BOB)).isEqualTo(ids.size());
                return ids;
            });
            opened.setAside().ifPresent(aside -> {
                assertThat(aside.path()).exists();
                assertThat(aside.path().getFileName().toString()).startsWith("caxton.db.corrupt-");
                assertThat(aside.reason()).isNotBlank();
                assertThat(found).isEmpty();
            });
            opened.write(tx -> tx.messages().append(message("new", "c"), NOW, 1, ""))
                    .join();
            return found;
        }
    }

    @Test
    void flippedBytesAreNoticedOrHarmless() throws IOException {
        int setAside = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            byte[] bytes = closed.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            List<String> found = contentAfterOpening(write(seed, bytes));
            if (found.isEmpty()) {
                setAside++;
            } else {
                assertThat(found).as("seed %d", seed).isEqualTo(IDS);
            }
        }
        assertThat(setAside).isBetween(5, 39);
    }

    @Test
    void aCutFileIsSetAside() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            int length = 1 + new Random(seed).nextInt(closed.length - 1);
            Path database = write(seed, Arrays.copyOf(closed, length));
            assertThat(contentAfterOpening(database)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void anOverwrittenPageIsSetAside() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            byte[] bytes = closed.clone();
            byte[] page = new byte[4096];
            random.nextBytes(page);
            System.arraycopy(page, 0, bytes, 4096 * random.nextInt(bytes.length / 4096), page.length);
            assertThat(contentAfterOpening(write(seed, bytes)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void aGarbageHeaderIsSetAside() throws IOException {
        byte[] bytes = closed.clone();
        Arrays.fill(bytes, 0, 16, (byte) 'x');
        assertThat(contentAfterOpening(write(0, bytes))).isEmpty();
    }

    @Test
    void aTornEndOfTheLogLosesOnlyWhatWasBeingWritten() throws IOException {
        Path database = write(0, crashed);
        Files.write(logOf(database), Arrays.copyOf(log, log.length - 100));
        assertThat(contentAfterOpening(database)).isEqualTo(IDS.subList(0, MESSAGES - 1));
    }

    @Test
    void damageInTheMiddleOfTheLogIsSetAsideWithTheDatabase() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            byte[] bytes = log.clone();
            bytes[new Random(seed).nextInt(log.length * 3 / 4)] ^= 0x10;
            Path database = write(seed, crashed);
            Files.write(logOf(database), bytes);
            List<String> found = contentAfterOpening(database);
            assertThat(found).as("seed %d", seed).isIn(List.of(), IDS);
        }
    }

    @Test
    void anIntactLogIsReplayed() throws IOException {
        Path database = write(0, crashed);
        Files.write(logOf(database), log);
        assertThat(contentAfterOpening(database)).isEqualTo(IDS);
    }

    @Test
    void aLogWithoutItsDatabaseIsSetAside() throws IOException {
        Path database = write(0, crashed);
        Files.write(logOf(database), log);
        Files.delete(database);
        try (SqliteLocalState opened = open(database)) {
            assertThat(opened.setAside()).isPresent();
            assertThat(opened.setAside()
                            .get()
                            .path()
                            .resolveSibling(opened.setAside().get().path().getFileName() + "-wal"))
                    .exists();
        }
    }

    @Test
    void aWrongCounterIsHeldAgainstWhatIsThere() throws Exception {
        Path database = write(0, closed);
        DatabaseFile file = new DatabaseFile(database, SqliteLocalStateSettings.DEFAULT);
        try (Connection connection = file.connect(false);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE counter SET value = 5");
        }
        assertThat(contentAfterOpening(database)).isEqualTo(IDS);
    }

    @Test
    void aNewerSchemaIsRefusedAndLeftAlone() throws Exception {
        Path database = write(0, closed);
        DatabaseFile file = new DatabaseFile(database, SqliteLocalStateSettings.DEFAULT);
        try (Connection connection = file.connect(false);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO caxton_schema_history SELECT 99, '99', 'future', type, 'V99__future.sql', 1,"
                    + " installed_by, installed_on, 1, 1 FROM caxton_schema_history WHERE installed_rank = 1");
        }
        assertThatThrownBy(() -> open(database))
                .isInstanceOf(NewerSchemaException.class)
                .hasMessageContaining("99")
                .hasMessageContaining(database.toString());
        assertThat(database).exists();
    }

    @Test
    void whatCannotBeOpenedForAnotherReasonIsNotTakenForDamage() throws IOException {
        Path database = Files.createDirectory(directory.resolve("caxton.db"));
        assertThatThrownBy(() -> open(database))
                .isInstanceOf(LocalStateException.class)
                .hasMessageContaining("cannot open")
                .hasMessageContaining(database.toString());
        assertThat(database).isDirectory();
    }
}

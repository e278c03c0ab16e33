package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentName;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void makesTheDirectoryAndKeepsItsNodeId() {
        Path path = parent.resolve("a/b");
        String id;
        try (DataDirectory directory = DataDirectory.open(path)) {
            id = directory.nodeId();
            assertThat(AgentName.isValid(id)).isTrue();
            assertThat(directory.nodeId()).isEqualTo(id);
            assertThat(directory.path()).isDirectory();
        }
        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(directory.nodeId()).isEqualTo(id);
        }
    }

    @Test
    void theNodeIdSurvivesADamagedDatabase() throws Exception {
        try (DataDirectory directory = DataDirectory.open(parent)) {
            String id = directory.nodeId();
            Files.writeString(directory.database(), "this is no database, but it is long enough to look at".repeat(99));
            try (SqliteLocalState state =
                    SqliteLocalState.open(directory, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE)) {
                assertThat(state.setAside()).isPresent();
                assertThat(directory.nodeId()).isEqualTo(id);
            }
        }
    }

    @Test
    void refusesANodeIdThatIsNotOne() throws Exception {
        Files.writeString(parent.resolve("node-id"), "Not A Node\n");
        try (DataDirectory directory = DataDirectory.open(parent)) {
            assertThatThrownBy(directory::nodeId)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("node-id")
                    .hasMessageContaining(DataDirectory.NODE_ID_PATTERN);
        }
    }

    @Test
    void takesANodeIdWrittenByHand() throws Exception {
        Files.writeString(parent.resolve("node-id"), "berlin-1");
        try (DataDirectory directory = DataDirectory.open(parent)) {
            assertThat(directory.nodeId()).isEqualTo("berlin-1");
        }
    }

    @Test
    void theEpochIsLargerAtEachStart() throws Exception {
        Instant first = Instant.ofEpochSecond(1_000);
        try (DataDirectory directory = DataDirectory.open(parent)) {
            assertThat(directory.nextEpoch(first)).isEqualTo(1_000);
            assertThat(directory.nextEpoch(first)).isEqualTo(1_001);
        }
        try (DataDirectory directory = DataDirectory.open(parent)) {
            assertThat(directory.nextEpoch(Instant.EPOCH)).isEqualTo(1_002);
        }
        assertThat(parent.resolve("epoch")).hasContent("1002");
    }

    @Test
    void aNodeWithoutItsDirectoryIsNotTakenForAnOlderSelf() {
        try (DataDirectory directory = DataDirectory.open(parent.resolve("lost"))) {
            long before = directory.nextEpoch(Instant.ofEpochSecond(5_000));
            try (DataDirectory anew = DataDirectory.open(parent.resolve("anew"))) {
                assertThat(anew.nextEpoch(Instant.ofEpochSecond(5_060))).isGreaterThan(before);
            }
        }
    }

    @Test
    void refusesAnEpochThatIsNotOne() throws Exception {
        Files.writeString(parent.resolve("epoch"), "-3\n");
        try (DataDirectory directory = DataDirectory.open(parent)) {
            assertThatThrownBy(() -> directory.nextEpoch(Instant.EPOCH))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(parent.resolve("epoch").toString())
                    .hasMessageContaining("Delete the file");
        }
    }

    @Test
    void refusesASecondUseInThisProcess() {
        DataDirectory first = DataDirectory.open(parent);
        try {
            assertThatThrownBy(() -> DataDirectory.open(parent.resolve("../" + parent.getFileName())))
                    .isInstanceOfSatisfying(
                            DataDirectoryInUseException.class,
                            e -> assertThat(e.holder())
                                    .hasValue(ProcessHandle.current().pid()));
        } finally {
            first.close();
            first.close();
        }
        DataDirectory.open(parent).close();
    }

    @Test
    void refusesASecondProcessAndNamesTheFirst() throws Exception {
        try (DataDirectory directory = DataDirectory.open(parent)) {
            assertThatThrownBy(() -> DataDirectory.open(parent)).isInstanceOf(DataDirectoryInUseException.class);
            Process child = ChildNode.start(directory.path());
            assertThat(child.inputReader().readLine())
                    .startsWith("refused")
                    .contains(directory.path().toString())
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(child.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void refusesAFileInItsPlace() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }
}

package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int ROUNDS = 3;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 300;

    @TempDir
    private Path path;

    @Test
    void whatWasAcknowledgedIsThereAfterTheProcessWasKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process child = ChildNode.start(path);
            try (BufferedReader lines = child.inputReader()) {
                for (int i = 0; i < ACKNOWLEDGED_BEFORE_KILL; i++) {
                    acknowledged.add(lines.readLine());
                }
                // By its handle: the process itself would close the stream that still holds acknowledgements.
                assertThat(child.toHandle().destroyForcibly()).isTrue();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledged.add(line);
                }
            }
            // The last line may have been cut off by the kill; an id that is not whole was not acknowledged to anybody.
            acknowledged.remove(acknowledged.size() - 1);
            assertThat(child.waitFor()).isNotZero();
            assertAllThere(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * (ACKNOWLEDGED_BEFORE_KILL - 2));
    }

    private void assertAllThere(List<String> acknowledged) {
        try (DataDirectory directory = DataDirectory.open(path);
                SqliteLocalState state =
                        SqliteLocalState.open(directory, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE)) {
            // Also in later rounds, where the process that was killed had found a file that was closed in order.
            assertThat(state.check()).isEqualTo(DatabaseFile.Check.FULL);
            assertThat(state.setAside()).isEmpty();
            List<String> missing = state.read(tx -> acknowledged.stream()
                    .filter(id -> tx.messages().find(id).isEmpty()
                            || tx.deliveries().find(id, new AgentName("bob")).isEmpty())
                    .toList());
            assertThat(missing).isEmpty();
        }
    }
}

package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.engine.ForwardingWorld;
import io.caxton.core.engine.ForwardingWorld.Sabotage;
import io.caxton.core.storage.LocalState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that forward to each other, each on a file of its own that is opened again and again. */
class SqliteForwardingModelTest {
    private static final int SEEDS = 4;
    private static final int STEPS = 200;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void everyAcceptedMessageComesToItsOutcomeThroughRestarts() {
        Map<String, Integer> happened = new TreeMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            runSeed(seed).forEach((event, n) -> happened.merge(event, n, Integer::sum));
        }
        System.out.println("forwarding model on SQLite, " + SEEDS + " seeds: " + happened);
        assertThat(happened).containsKeys("accepted for another node", "Taken", "crash", "reports", "HANDLED");
    }

    private Map<String, Integer> runSeed(long seed) {
        Map<String, LocalState> open = new HashMap<>();
        ForwardingWorld.Nodes files = new ForwardingWorld.Nodes() {
            @Override
            public LocalState open(String nodeId) {
                LocalState opened = SqliteLocalState.open(
                        folder.resolve(seed + "-" + nodeId + ".db"),
                        SqliteLocalStateSettings.DEFAULT,
                        CommitListener.NONE);
                open.put(nodeId, opened);
                return opened;
            }

            @Override
            public LocalState crash(String nodeId, LocalState before) {
                before.close();
                return open(nodeId);
            }
        };
        try {
            return new ForwardingWorld(seed, Sabotage.NONE, files).run(STEPS);
        } catch (RuntimeException | AssertionError difference) {
            throw new AssertionError("seed " + seed + ": " + difference.getMessage(), difference);
        } finally {
            open.values().forEach(LocalState::close);
        }
    }
}

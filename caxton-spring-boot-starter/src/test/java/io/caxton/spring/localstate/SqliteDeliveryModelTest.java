package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.engine.DeliveryModel;
import io.caxton.core.engine.EngineFixture;
import io.caxton.core.engine.EngineListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on the real file against the naive model, with the file closed and opened again in between. */
class SqliteDeliveryModelTest {
    private static final int SEEDS = 40;
    private static final int OPERATIONS = 80;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void everyAnswerAgreesWithTheModelThroughRestarts() {
        Map<String, Integer> happened = new TreeMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            runSeed(seed).forEach((event, n) -> happened.merge(event, n, Integer::sum));
        }
        System.out.println("model test on SQLite, " + SEEDS + " seeds: " + happened);
        assertThat(happened)
                .containsKeys(
                        "accepted", "leased", "retried", "lease ran out", "restart", "redriven", "HANDLED", "DEAD");
    }

    private Map<String, Integer> runSeed(long seed) {
        Path file = folder.resolve("seed-" + seed + ".db");
        EngineFixture first = open(file, seed);
        EngineFixture[] last = {first};
        try {
            return new DeliveryModel(
                            first,
                            DeliveryModel.SETTINGS.delivery(),
                            (engine, random) -> {
                                engine.state.close();
                                last[0] = open(file, random.nextLong());
                                last[0].now = engine.now;
                                last[0].restart();
                                return last[0];
                            },
                            seed)
                    .run(OPERATIONS);
        } catch (AssertionError difference) {
            throw new AssertionError("seed " + seed + ": " + difference.getMessage(), difference);
        } finally {
            last[0].state.close();
        }
    }

    private static EngineFixture open(Path file, long seed) {
        SqliteLocalState state =
                SqliteLocalState.open(file, SqliteLocalStateSettings.DEFAULT, (works, took, failure) -> {});
        return new EngineFixture(state, DeliveryModel.SETTINGS, seed, EngineListener.NONE);
    }
}

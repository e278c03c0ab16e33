package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.storage.InMemoryLocalState;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The engine against the naive model. Replay one seed with {@code -Dmodel.seed=N}. */
class DeliveryModelTest {
    private static final int SEEDS = 1_000;
    private static final int OPERATIONS = 80;

    @Test
    void everyAnswerAgreesWithTheModelThroughCrashesAndRestarts() {
        Map<String, Integer> happened = new TreeMap<>();
        Long only = Long.getLong("model.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
            runSeed(seed).forEach((event, n) -> happened.merge(event, n, Integer::sum));
        }
        System.out.println("model test, " + SEEDS + " seeds: " + happened);
        assertThat(happened)
                .containsKeys(
                        "accepted",
                        "full",
                        "leased",
                        "retried",
                        "lease ran out",
                        "extended",
                        "restart",
                        "redriven",
                        "dismissed",
                        "HANDLED",
                        "REFUSED",
                        "EXPIRED",
                        "DEAD")
                .allSatisfy((event, n) -> assertThat(n).as(event).isGreaterThan(only == null ? SEEDS / 20 : 0));
    }

    private static Map<String, Integer> runSeed(long seed) {
        InMemoryLocalState state = new InMemoryLocalState();
        DeliveryModel model = new DeliveryModel(
                new EngineFixture(state, DeliveryModel.SETTINGS, seed, EngineListener.NONE),
                DeliveryModel.SETTINGS.delivery(),
                (engine, random) -> {
                    state.crash();
                    engine.restart();
                    return engine;
                },
                seed);
        try {
            return model.run(OPERATIONS);
        } catch (AssertionError difference) {
            throw new AssertionError("seed " + seed + ": " + difference.getMessage(), difference);
        }
    }
}

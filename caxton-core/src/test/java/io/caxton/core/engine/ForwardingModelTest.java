package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.engine.ForwardingWorld.Sabotage;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.LocalState;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes that forward to each other through losses and crashes. Replay one seed with {@code -Dforwarding.seed=N}. */
class ForwardingModelTest {
    private static final int SEEDS = Integer.getInteger("forwarding.seeds", 300);
    private static final int STEPS = 400;

    private static final ForwardingWorld.Nodes IN_MEMORY = new ForwardingWorld.Nodes() {
        @Override
        public LocalState open(String nodeId) {
            return new InMemoryLocalState();
        }

        @Override
        public LocalState crash(String nodeId, LocalState before) {
            ((InMemoryLocalState) before).crash();
            return before;
        }
    };

    @Test
    void everyAcceptedMessageComesToItsOutcomeThroughLossesAndCrashes() {
        Map<String, Integer> happened = new TreeMap<>();
        Long only = Long.getLong("forwarding.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
            run(seed, Sabotage.NONE).forEach((event, n) -> happened.merge(event, n, Integer::sum));
        }
        System.out.println("forwarding model, " + SEEDS + " seeds: " + happened);
        if (only == null) {
            assertThat(happened)
                    .containsKeys(
                            "accepted for another node",
                            "Taken",
                            "NotHere",
                            "Full",
                            "arrived again",
                            "unanswered",
                            "crash",
                            "broadcast",
                            "cut",
                            "moved",
                            "drain",
                            "moved by a drain",
                            "forgotten node",
                            "found by its client",
                            "lanes in order",
                            "lanes in order across a drain",
                            "DEAD")
                    .allSatisfy((event, n) -> assertThat(n).as(event).isPositive());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Sabotage.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noticesABrokenPromise(Sabotage sabotage) {
        assertThatThrownBy(() -> {
                    for (long seed = 0; seed < 50; seed++) {
                        run(seed, sabotage);
                    }
                })
                .isInstanceOf(AssertionError.class);
    }

    private static Map<String, Integer> run(long seed, Sabotage sabotage) {
        try {
            return new ForwardingWorld(seed, sabotage, IN_MEMORY).run(STEPS);
        } catch (RuntimeException | AssertionError difference) {
            throw new AssertionError("seed " + seed + ": " + difference.getMessage(), difference);
        }
    }
}

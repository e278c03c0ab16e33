package io.caxton.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.caxton.core.cluster.ClusterWorld.Happening;
import io.caxton.core.cluster.ClusterWorld.Sabotage;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replicas under random changes and faults; {@code -Dcaxton.cluster.first-seed=17 -Dcaxton.cluster.seeds=1} replays a seed. */
class ClusterModelTest {
    private static final long FIRST = Long.getLong("caxton.cluster.first-seed", 0);
    private static final int SEEDS = Integer.getInteger("caxton.cluster.seeds", 150);
    private static final int STEPS = 600;

    @Test
    void replicasNeverGoBackAndAgreeWhenAllIsCalm() {
        Map<Happening, Integer> happenings = new EnumMap<>(Happening.class);
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            ClusterWorld world = new ClusterWorld(seed, 3 + (int) (seed % 4), Sabotage.NONE);
            try {
                run(world);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            world.happenings().forEach((happening, times) -> happenings.merge(happening, times, Integer::sum));
        }
        if (SEEDS >= 100) {
            assertThat(happenings).as("what happened").containsOnlyKeys(Happening.values());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void sabotageIsFound(Sabotage sabotage) {
        for (long seed = 0; seed < 20; seed++) {
            ClusterWorld world = new ClusterWorld(seed, 4, sabotage);
            try {
                run(world);
            } catch (AssertionError e) {
                assertThat(e.getMessage()).containsAnyOf(expected(sabotage));
                return;
            }
        }
        fail("nobody found " + sabotage);
    }

    private static String[] expected(Sabotage sabotage) {
        return switch (sabotage) {
            case NONE -> new String[0];
            case WITHOUT_REMOVALS -> new String[] {"a removed agent", "holes"};
            case WITHOUT_SOME -> new String[] {"holes", "an older entry over a newer"};
            case OLD_CONTENT, OTHER_FENCES -> new String[] {"what was never said"};
            case OLD_EPOCHS -> new String[] {"an epoch that never was"};
        };
    }

    private static void run(ClusterWorld world) {
        for (int step = 0; step < STEPS; step++) {
            world.step();
        }
        world.calm();
    }
}

package io.caxton.simulation.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.caxton.simulation.Violation;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each promise is broken on purpose in a whole world: the checker that is there for it must fire. */
class ClusterInvariantsTest {
    private static final long MOST_SEEDS = 60;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBrokenPromiseIsSeen(Sabotage sabotage) {
        Set<String> seen = new TreeSet<>();
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            try {
                ClusterRun.of(seed, sabotage);
            } catch (AssertionError found) {
                if (!(found.getCause() instanceof Violation violation)) {
                    throw found;
                }
                seen.add(violation.invariant());
                if (violation.invariant().equals(invariant(sabotage))) {
                    assertThat(found.getMessage())
                            .contains("seed " + seed, " nodes", "first-seed=" + seed, "at 1970-01-01T");
                    return;
                }
            }
        }
        fail("nobody saw " + sabotage + " as '" + invariant(sabotage) + "', but as " + seen);
    }

    private static String invariant(Sabotage sabotage) {
        return switch (sabotage) {
            case TAKEN_WITHOUT_TAKING, DISK_LIES -> ClusterInvariants.OUTCOME;
            case FORGETFUL_RECEIVERS -> ClusterInvariants.ONCE;
            case ACKNOWLEDGEMENTS_DROPPED -> ClusterInvariants.NO_REPEAT;
            case BATCHES_REVERSED -> ClusterInvariants.ORDER;
            case DEAF_REGISTRY -> ClusterInvariants.SAME_AGENTS;
            case FENCE_IGNORED -> ClusterInvariants.FENCED_OFF;
            case REPORTS_KEPT, BOUNDLESS_MAILBOXES -> ClusterInvariants.BOUNDS;
            case NONE -> throw new IllegalArgumentException("breaks nothing");
        };
    }
}

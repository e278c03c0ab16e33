package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.StreamSlots.Slot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamSlotsTest {
    private static final Caller ANNA = new Caller("anna", Set.of(Role.AGENT), List.of("anna"));
    private static final Caller BERT = new Caller("bert", Set.of(Role.AGENT), List.of("bert"));

    private final StreamSlots slots = new StreamSlots(new StreamLimits(3, 2));

    @Test
    void onePrincipalHasItsShareAndTheNodeItsLimit() {
        Slot first = slots.open(ANNA);
        Slot second = slots.open(ANNA);
        refused(ANNA, ProblemType.TOO_MANY_REQUESTS);
        Slot third = slots.open(BERT);
        refused(BERT, ProblemType.OVERLOADED);
        first.close();
        first.close();
        assertThat(slots.size()).isEqualTo(2);
        try (Slot again = slots.open(BERT)) {
            assertThat(again).isNotNull();
            refused(ANNA, ProblemType.OVERLOADED);
        }
        second.close();
        third.close();
        assertThat(slots.size()).isZero();
    }

    @Test
    void withoutCredentialsOnlyTheLimitOfTheNodeCounts() {
        for (int i = 0; i < 3; i++) {
            slots.open(Caller.LOCAL);
        }
        refused(Caller.LOCAL, ProblemType.OVERLOADED);
    }

    private void refused(Caller caller, ProblemType type) {
        int before = slots.size();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> slots.open(caller))
                .satisfies(problem -> {
                    assertThat(problem.problem().type()).isEqualTo(type);
                    assertThat(problem.problem().retryAfter()).isPresent();
                });
        assertThat(slots.size()).isEqualTo(before);
    }
}

package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.request.RequestLimits;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How many may wait where each holds a thread. */
class WaitsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Waits waits = new Waits(RequestLimits.DEFAULT, Optional.of(1));

    @Test
    void oneMoreIsRefusedUntilAPlaceIsFree() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> held = waits.hold(LONG, () -> first);
        assertThatThrownBy(() -> waits.hold(LONG, CompletableFuture::new))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.OVERLOADED));
        assertThat(waits.hold(Duration.ZERO, () -> CompletableFuture.completedFuture("at once")))
                .isCompletedWithValue("at once");
        first.complete("done");
        assertThat(held).isCompletedWithValue("done");
        assertThat(waits.hold(LONG, () -> CompletableFuture.completedFuture("next")))
                .isCompletedWithValue("next");
    }

    @Test
    void whatFailsToStartGivesItsPlaceBack() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> waits.hold(LONG, () -> {
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(waits.hold(LONG, () -> CompletableFuture.completedFuture("next")))
                .isCompletedWithValue("next");
    }

    @Test
    void whereThreadsAreCheapNobodyIsRefused() {
        Waits unbounded = new Waits(RequestLimits.DEFAULT, Optional.empty());
        CompletableFuture<String> open = new CompletableFuture<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(unbounded.hold(LONG, () -> open)).isNotDone();
        }
    }
}

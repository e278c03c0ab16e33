package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SuspicionTest {
    private static final Instant START = Instant.EPOCH;
    private static final Duration MIN = Duration.ofSeconds(4);
    private static final Duration MAX = Duration.ofSeconds(24);

    @Test
    void theMoreSuspectTheSoonerItEnds() {
        Suspicion suspicion = new Suspicion(START, "a", 3, MIN, MAX);
        assertThat(suspicion.deadline()).isEqualTo(START.plus(MAX));
        assertThat(suspicion.confirm("b")).isTrue();
        Instant one = suspicion.deadline();
        assertThat(one).isEqualTo(START.plusSeconds(14));
        assertThat(suspicion.confirm("c")).isTrue();
        assertThat(suspicion.deadline()).isBefore(one);
        assertThat(suspicion.confirm("d")).isTrue();
        assertThat(suspicion.deadline()).isEqualTo(START.plus(MIN));
    }

    @Test
    void nobodyConfirmsTwiceAndWhoBeganDoesNot() {
        Suspicion suspicion = new Suspicion(START, "a", 3, MIN, MAX);
        assertThat(suspicion.confirm("a")).isFalse();
        assertThat(suspicion.confirm("b")).isTrue();
        assertThat(suspicion.confirm("b")).isFalse();
        assertThat(suspicion.confirmations()).isEqualTo(1);
    }

    @Test
    void oneConfirmationTooManyIsNoNews() {
        Suspicion suspicion = new Suspicion(START, "a", 1, MIN, MAX);
        assertThat(suspicion.confirm("b")).isTrue();
        assertThat(suspicion.confirm("c")).isFalse();
        assertThat(suspicion.confirmations()).isEqualTo(1);
    }

    @Test
    void whereNobodyCanConfirmTheShortestTimeHolds() {
        assertThat(new Suspicion(START, "a", 0, MIN, MAX).deadline()).isEqualTo(START.plus(MIN));
    }

    @Test
    void whatWasSleptThroughIsAddedToTheTime() {
        Suspicion suspicion = new Suspicion(START, "a", 3, MIN, MAX);
        suspicion.postpone(Duration.ofSeconds(5));
        assertThat(suspicion.deadline()).isEqualTo(START.plus(MAX).plusSeconds(5));
    }
}

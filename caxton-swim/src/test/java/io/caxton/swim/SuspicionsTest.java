package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SuspicionsTest {
    private static final Instant START = Instant.EPOCH;
    private static final Duration MIN = Duration.ofSeconds(4);
    private static final Duration MAX = Duration.ofSeconds(24);

    private final Suspicions suspicions = new Suspicions();
    private final Entry first = entry("first");
    private final Entry second = entry("second");

    private static Entry entry(String name) {
        return new Entry(new Member(
                name,
                SwimDriver.address(2),
                ByteString.EMPTY,
                ProtocolVersions.OURS,
                new MemberState(1, MemberStatus.SUSPECT),
                START));
    }

    private Suspicion begin(Entry entry, Instant start) {
        Suspicion suspicion = new Suspicion(start, "a", 1, MIN, MAX);
        suspicions.begin(entry, suspicion);
        return suspicion;
    }

    @Test
    void aConfirmedOneRunsOutBeforeOlderOnes() {
        begin(first, START);
        Suspicion later = begin(second, START.plusSeconds(1));
        assertThat(suspicions.due()).isEqualTo(START.plus(MAX));
        assertThat(suspicions.confirm(second, later, "b")).isTrue();
        assertThat(suspicions.confirm(second, later, "c")).isFalse();
        assertThat(suspicions.due()).isEqualTo(START.plusSeconds(5));
        assertThat(suspicions.expired(START.plusSeconds(5))).containsExactly(second);
        assertThat(suspicions.expired(START.plus(MAX))).containsExactly(second, first);
    }

    @Test
    void whatEndedLeavesNothingBehind() {
        for (int i = 0; i < 1_000; i++) {
            suspicions.confirm(first, begin(first, START.plusSeconds(i)), "b");
            suspicions.end(first);
        }
        assertThat(suspicions.due()).isEqualTo(Timed.NEVER);
        suspicions.end(first);
    }

    @Test
    void aNewOneTakesThePlaceOfAnother() {
        begin(first, START);
        begin(first, START.plusSeconds(9));
        assertThat(suspicions.due()).isEqualTo(START.plus(MAX).plusSeconds(9));
        suspicions.end(first);
        assertThat(suspicions.due()).isEqualTo(Timed.NEVER);
    }

    @Test
    void allArePostponed() {
        begin(first, START);
        begin(second, START.plusSeconds(1));
        suspicions.postpone(Duration.ofSeconds(7));
        assertThat(suspicions.expired(START.plus(MAX).plusSeconds(7))).containsExactly(first);
    }
}

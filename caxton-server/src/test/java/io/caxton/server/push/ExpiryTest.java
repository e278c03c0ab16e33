package io.caxton.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.security.Caller;
import io.caxton.server.security.Role;
import io.caxton.spring.gateway.Alarms;
import io.caxton.spring.gateway.NodeClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private final NodeClock clock = new NodeClock(InstantSource.system());
    private final Alarms alarms = new Alarms(clock);
    private final CompletableFuture<Instant> ended = new CompletableFuture<>();

    @AfterEach
    void close() {
        alarms.close();
        clock.close();
    }

    private void watch(Instant until) {
        Caller caller = new Caller("jwt:anna", Set.of(Role.AGENT), List.of(), Optional.of(until));
        Expiry.watch(caller, clock, alarms, () -> ended.complete(clock.now()));
    }

    @Test
    void theEndComesAfterTheLastMomentOfTheCredential() {
        Instant until = clock.now().plusMillis(50);
        watch(until);
        assertThat(ended.orTimeout(60, TimeUnit.SECONDS).join()).isAfter(until);
    }

    @Test
    void whatHasExpiredBeforeEndsAtOnce() {
        watch(clock.now().minusSeconds(1));
        assertThat(ended).isCompleted();
    }

    @Test
    void aTokenForEverSetsNoAlarmThatTheClockCannotTell() {
        watch(Instant.MAX);
        Expiry.watch(Caller.LOCAL, clock, alarms, () -> ended.complete(clock.now()));
        assertThat(ended).isNotDone();
    }
}

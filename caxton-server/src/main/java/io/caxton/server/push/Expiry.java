package io.caxton.server.push;

import io.caxton.server.security.Caller;
import io.caxton.spring.gateway.Alarms;
import io.caxton.spring.gateway.NodeClock;
import java.time.Duration;
import java.time.Instant;

/** Ends a connection when what its client came in with is valid no longer. One alarm at a time, gone with the others. */
public final class Expiry {
    /** How far ahead an alarm is set; the clock may have been set meanwhile, and a token may name any year. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private Expiry() {}

    /** Runs {@code end} once this caller's credentials have expired, which is never for those that do not. */
    public static void watch(Caller caller, NodeClock clock, Alarms alarms, Runnable end) {
        caller.validUntil().ifPresent(until -> check(until, clock, alarms, end));
    }

    private static void check(Instant until, NodeClock clock, Alarms alarms, Runnable end) {
        Instant now = clock.now();
        if (now.isAfter(until)) {
            end.run();
            return;
        }
        Duration left = Duration.between(now, until);
        alarms.after(left.compareTo(LONGEST) < 0 ? left : LONGEST, () -> check(until, clock, alarms, end));
    }
}

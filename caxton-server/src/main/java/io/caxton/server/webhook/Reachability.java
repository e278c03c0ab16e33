package io.caxton.server.webhook;

import java.time.Duration;
import java.time.Instant;

/** Counts the posts to one instance that failed in a row and says when one that is lost is tried again. */
final class Reachability {
    private final int lostAfter;
    private final Duration firstPause;
    private final Duration longestPause;
    private int failures;
    private Duration nextPause;
    private Instant probeAt = Instant.MIN;

    /** @param lost whether it was lost before: then the first failure makes it so again */
    Reachability(WebhookProperties properties, boolean lost) {
        this.lostAfter = properties.lostAfter();
        this.firstPause = properties.probeInterval();
        this.longestPause = properties.maxProbeInterval();
        this.nextPause = firstPause;
        this.failures = lost ? lostAfter : 0;
    }

    synchronized void succeeded() {
        failures = 0;
        nextPause = firstPause;
    }

    /** Whether it is lost by this failure. Those of posts that were under way when it was lost change nothing. */
    synchronized boolean failed(Instant now) {
        failures = Math.min(failures + 1, lostAfter);
        if (failures < lostAfter || now.isBefore(probeAt)) {
            return false;
        }
        probeAt = now.plus(nextPause);
        Duration doubled = nextPause.multipliedBy(2);
        nextPause = doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
        return true;
    }

    /** Whether it has yet to prove itself: then it is sent one message at a time. */
    synchronized boolean onTrial() {
        return failures >= lostAfter;
    }

    /** When one that is lost may be tried again. */
    synchronized Instant probeAt() {
        return probeAt;
    }
}

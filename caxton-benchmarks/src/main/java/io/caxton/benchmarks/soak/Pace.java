package io.caxton.benchmarks.soak;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a rate whatever the node does (an open loop), with a bound on what is open. When the bound holds it up for long,
 * what was not sent is given up rather than sent in a burst.
 */
final class Pace {
    /** Well below the depth at which a mailbox is full. */
    static final int MAX_OPEN = 4_000;

    private static final long TICK_NANOS = 1_000_000;

    private final Traffic traffic;
    private final Ledger ledger;

    Pace(Traffic traffic, Ledger ledger) {
        this.traffic = traffic;
        this.ledger = ledger;
    }

    /** As fast as it goes with this many open; how many were handled in a second. */
    double fastest(int window, Duration time) throws InterruptedException {
        long started = System.nanoTime();
        long before = ledger.handledCount();
        long end = started + time.toNanos();
        while (System.nanoTime() < end) {
            if (ledger.awaitOpenBelow(window, TICK_NANOS * 100)) {
                traffic.send();
            }
        }
        return (ledger.handledCount() - before) * 1e9 / (System.nanoTime() - started);
    }

    /** Keeps this many a second for so long. */
    void hold(double perSecond, Duration time) {
        long at = System.nanoTime();
        long end = at + time.toNanos();
        double due = 0;
        while (at < end) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            due = Math.min(due + (now - at) * perSecond / 1e9, perSecond);
            at = now;
            for (; due >= 1 && ledger.open() < MAX_OPEN; due--) {
                traffic.send();
            }
        }
    }
}

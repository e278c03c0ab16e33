package io.caxton.spring.localstate;

import java.time.Duration;

/**
 * The bounds of the local state.
 *
 * @param maxWaitingWorks how many works may wait for the writer; one more is refused as overloaded
 * @param maxBatchWorks how many works are committed together at most
 * @param readers how many reads may run at once; one more waits, for at most {@code busyTimeout}
 * @param busyTimeout how long a lock that another connection holds is waited for
 * @param closeTimeout how long closing waits for works that were taken before
 * @param fullCheckBytes files up to this size get the full integrity check when opened, larger ones the quick one
 * @param synchronous when SQLite flushes; anything but {@code FULL} breaks the promise of durability
 */
public record SqliteLocalStateSettings(
        int maxWaitingWorks,
        int maxBatchWorks,
        int readers,
        Duration busyTimeout,
        Duration closeTimeout,
        long fullCheckBytes,
        Synchronous synchronous) {

    public static final int DEFAULT_MAX_WAITING_WORKS = 10_000;
    public static final int DEFAULT_MAX_BATCH_WORKS = 512;
    public static final int DEFAULT_READERS = 4;
    public static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);
    public static final long DEFAULT_FULL_CHECK_BYTES = 64L << 20;

    /** All defaults. */
    public static final SqliteLocalStateSettings DEFAULT = new SqliteLocalStateSettings(
            DEFAULT_MAX_WAITING_WORKS,
            DEFAULT_MAX_BATCH_WORKS,
            DEFAULT_READERS,
            DEFAULT_BUSY_TIMEOUT,
            DEFAULT_CLOSE_TIMEOUT,
            DEFAULT_FULL_CHECK_BYTES,
            Synchronous.FULL);

    public SqliteLocalStateSettings {
        requirePositive("maxWaitingWorks", maxWaitingWorks);
        requirePositive("maxBatchWorks", maxBatchWorks);
        requirePositive("readers", readers);
        requirePositive("busyTimeout", busyTimeout.toMillis());
        requirePositive("closeTimeout", closeTimeout.toMillis());
        if (fullCheckBytes < 0) {
            throw new IllegalArgumentException("fullCheckBytes must not be negative");
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1");
        }
    }

    /** SQLite's {@code PRAGMA synchronous}. */
    public enum Synchronous {
        /** Every commit is flushed before it is reported. The only choice outside of tests. */
        FULL,
        /** For tests: commits survive a crash of the process, not one of the machine. */
        OFF
    }
}

package io.caxton.state.sqlite;

import io.caxton.state.StateToolLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where a {@link SqliteStateTool} keeps its entries and how much it may use.
 *
 * @param file the database file on a local disk; made with its directory on first use
 * @param limits bounds on requests
 * @param busyTimeout how long a call waits for another process's write or for a free reader; milliseconds count
 * @param maxReaders connections that read at the same time
 * @param maxFileBytes size the file may grow to, in steps of a page of 4 KiB; beyond it stores are refused with
 *     {@code STORAGE_FULL}
 */
public record SqliteOptions(
        Path file, StateToolLimits limits, Duration busyTimeout, int maxReaders, long maxFileBytes) {

    public static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(10);

    public static final int DEFAULT_MAX_READERS = 4;

    /** 16 GiB. */
    public static final long DEFAULT_MAX_FILE_BYTES = 16L << 30;

    static final int PAGE_BYTES = 4096;

    /** A batch is read by one statement, which SQLite gives 32,766 parameters. */
    private static final int MOST_BATCH_ITEMS = 30_000;

    /** Room for the schema. */
    private static final int LEAST_PAGES = 16;

    /** SQLite's own bound, {@code SQLITE_MAX_PAGE_COUNT}. */
    private static final long MOST_PAGES = 4_294_967_294L;

    public SqliteOptions {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(limits, "limits");
        if (busyTimeout.toMillis() < 1 || busyTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("busyTimeout must be 1 ms to 24 days");
        }
        if (limits.maxBatchItems() > MOST_BATCH_ITEMS) {
            throw new IllegalArgumentException("limits.maxBatchItems is at most " + MOST_BATCH_ITEMS);
        }
        if (maxReaders < 1) {
            throw new IllegalArgumentException("maxReaders must be positive");
        }
        if (maxFileBytes / PAGE_BYTES < LEAST_PAGES || maxFileBytes / PAGE_BYTES > MOST_PAGES) {
            throw new IllegalArgumentException("maxFileBytes must be 64 KiB to 16 TiB");
        }
    }

    /** Default limits, waits and sizes. */
    public static SqliteOptions of(Path file) {
        return new SqliteOptions(
                file, StateToolLimits.DEFAULTS, DEFAULT_BUSY_TIMEOUT, DEFAULT_MAX_READERS, DEFAULT_MAX_FILE_BYTES);
    }

    public SqliteOptions withLimits(StateToolLimits other) {
        return new SqliteOptions(file, other, busyTimeout, maxReaders, maxFileBytes);
    }

    public SqliteOptions withBusyTimeout(Duration other) {
        return new SqliteOptions(file, limits, other, maxReaders, maxFileBytes);
    }

    public SqliteOptions withMaxReaders(int other) {
        return new SqliteOptions(file, limits, busyTimeout, other, maxFileBytes);
    }

    public SqliteOptions withMaxFileBytes(long other) {
        return new SqliteOptions(file, limits, busyTimeout, maxReaders, other);
    }

    long maxPages() {
        return maxFileBytes / PAGE_BYTES;
    }
}

package io.caxton.spring.localstate;

/** Makes the local state's disk as full as a test wants it: SQLite's page quota gives the very error of a full disk. */
public final class DiskQuota {
    private static final int PLENTY = 1_000_000;

    private DiskQuota() {}

    /** Lets the file grow no further than it has. */
    public static void exhaust(SqliteLocalState state) {
        state.pragma("PRAGMA max_page_count = 1").join();
    }

    public static void lift(SqliteLocalState state) {
        state.pragma("PRAGMA max_page_count = " + PLENTY).join();
    }
}

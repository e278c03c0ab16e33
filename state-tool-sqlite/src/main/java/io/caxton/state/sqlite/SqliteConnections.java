package io.caxton.state.sqlite;

import io.caxton.state.StateToolException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * One connection that writes, one caller at a time, and a few that read beside it. All are opened when first needed. A
 * connection that failed is closed rather than used again, so a passing trouble passes.
 */
final class SqliteConnections {

    private static final int REOPEN_MILLIS = 5;

    private final SqliteOptions options;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final Semaphore readers;
    private final Deque<Connection> idleReaders = new ArrayDeque<>();
    private @Nullable Connection writer;
    private volatile boolean prepared;
    private volatile boolean closed;

    SqliteConnections(SqliteOptions options) {
        this.options = options;
        this.readers = new Semaphore(options.maxReaders(), true);
    }

    /** Runs work in a transaction that holds the write lock from its beginning; commits, or leaves nothing behind. */
    <T> T write(SqliteWork<T> work) throws SQLException {
        acquire(() -> writing.tryLock(options.busyTimeout().toMillis(), TimeUnit.MILLISECONDS));
        try {
            Connection connection = openWriter();
            try {
                return inTransaction(connection, work);
            } catch (SQLException | RuntimeException | Error failed) {
                discardWriter(failed);
                throw failed;
            }
        } finally {
            writing.unlock();
        }
    }

    /** Runs one statement that reads; what it sees is one moment. */
    <T> T read(SqliteWork<T> work) throws SQLException {
        if (!prepared) {
            prepareFile();
        }
        acquire(() -> readers.tryAcquire(options.busyTimeout().toMillis(), TimeUnit.MILLISECONDS));
        try {
            Connection connection = takeReader();
            T result;
            try {
                result = work.on(connection);
            } catch (SQLException | RuntimeException | Error failed) {
                closeAfter(failed, connection);
                throw failed;
            }
            giveBack(connection);
            return result;
        } finally {
            readers.release();
        }
    }

    /** Waits for the calls under way, then closes every connection. */
    void close() throws SQLException {
        closed = true;
        readers.acquireUninterruptibly(options.maxReaders());
        writing.lock();
        try {
            for (Connection reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
                reader.close();
            }
            // The last one out folds the write-ahead log into the file.
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } finally {
            writing.unlock();
            readers.release(options.maxReaders());
        }
    }

    private void prepareFile() throws SQLException {
        acquire(() -> writing.tryLock(options.busyTimeout().toMillis(), TimeUnit.MILLISECONDS));
        try {
            openWriter();
        } finally {
            writing.unlock();
        }
    }

    private Connection openWriter() throws SQLException {
        requireOpen();
        if (writer != null) {
            return writer;
        }
        makeDirectory();
        long began = System.nanoTime();
        while (true) {
            try {
                Connection opened = openAndMigrate();
                writer = opened;
                prepared = true;
                return opened;
            } catch (SQLException failed) {
                // Two processes that turn on the log at once would wait for each other, so SQLite tells one of them
                // at once, whatever the busy timeout.
                boolean patient =
                        System.nanoTime() - began < options.busyTimeout().toNanos();
                if (!patient || SqliteFailures.reason(failed) != Reason.TIMEOUT) {
                    throw failed;
                }
                acquire(() -> {
                    TimeUnit.MILLISECONDS.sleep(REOPEN_MILLIS);
                    return true;
                });
            }
        }
    }

    private Connection openAndMigrate() throws SQLException {
        Connection opened = connect(config());
        try {
            // Before anything changes the file, which may be somebody else's.
            SqliteSchema.requireOurs(opened);
            useWriteAheadLog(opened);
            inTransaction(opened, connection -> {
                SqliteSchema.migrate(connection);
                return true;
            });
            return opened;
        } catch (SQLException | RuntimeException | Error failed) {
            closeAfter(failed, opened);
            throw failed;
        }
    }

    private void useWriteAheadLog(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            try (ResultSet row = sql.executeQuery("PRAGMA journal_mode = WAL")) {
                if (!row.next() || !row.getString(1).equalsIgnoreCase("wal")) {
                    throw new SqliteRefusal(
                            Reason.UNAVAILABLE,
                            "file " + options.file().toAbsolutePath()
                                    + " cannot have a write-ahead log; put it on a local" + " disk");
                }
            }
            sql.execute("PRAGMA max_page_count = " + options.maxPages());
        }
    }

    /**
     * Begins and commits by statement: the driver's own {@code commit()} begins the next transaction at once, and an
     * immediate one would keep every other process out while we are idle.
     */
    private static <T> T inTransaction(Connection connection, SqliteWork<T> work) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("BEGIN IMMEDIATE");
            T result = work.on(connection);
            sql.execute("COMMIT");
            return result;
        }
    }

    private Connection takeReader() throws SQLException {
        requireOpen();
        synchronized (idleReaders) {
            Connection idle = idleReaders.poll();
            if (idle != null) {
                return idle;
            }
        }
        Connection opened = connect(config());
        try (Statement sql = opened.createStatement()) {
            sql.execute("PRAGMA query_only = ON");
        } catch (SQLException failed) {
            closeAfter(failed, opened);
            throw failed;
        }
        return opened;
    }

    private void giveBack(Connection reader) {
        synchronized (idleReaders) {
            idleReaders.push(reader);
        }
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) options.busyTimeout().toMillis());
        config.setPageSize(SqliteOptions.PAGE_BYTES);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return config;
    }

    private Connection connect(SQLiteConfig config) throws SQLException {
        return config.createConnection("jdbc:sqlite:" + options.file().toAbsolutePath());
    }

    private void makeDirectory() {
        Path directory = options.file().toAbsolutePath().getParent();
        try {
            if (directory != null) {
                Files.createDirectories(directory);
            }
        } catch (IOException unmade) {
            throw new SqliteRefusal(
                    Reason.ACCESS_DENIED,
                    "directory " + directory + " cannot be made ("
                            + unmade.getClass().getSimpleName() + ")");
        }
    }

    private void discardWriter(Throwable failed) {
        Connection broken = writer;
        writer = null;
        if (broken != null) {
            closeAfter(failed, broken);
        }
    }

    /** Closing rolls back what was not committed. */
    private static void closeAfter(Throwable failed, Connection connection) {
        try {
            connection.close();
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new SqliteRefusal(Reason.CLOSED, "the tool was closed");
        }
    }

    private static void acquire(Acquisition acquisition) {
        try {
            if (!acquisition.withinTimeout()) {
                throw new SqliteRefusal(Reason.TIMEOUT, "too many calls at once; nothing was written; try again");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SqliteRefusal(Reason.UNAVAILABLE, "interrupted while waiting; nothing was written");
        }
    }

    private interface Acquisition {
        boolean withinTimeout() throws InterruptedException;
    }
}

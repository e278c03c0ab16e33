package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The SQLite file: how it is connected to, and how it is opened whatever state it was left in. */
final class DatabaseFile {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String[] PARTS = {"", "-wal", "-shm"};

    private final Path path;
    private final SqliteLocalStateSettings settings;
    private Optional<SetAside> setAside = Optional.empty();
    private Check check = Check.NONE;

    /** How a file is looked at before it is used. */
    enum Check {
        /** Not as a whole: it is as it was when it was closed. */
        NONE,
        /** Every page. */
        QUICK,
        /** Every row as well. */
        FULL
    }

    DatabaseFile(Path path, SqliteLocalStateSettings settings) {
        this.path = path;
        this.settings = settings;
    }

    /** What had to be put away while opening. */
    Optional<SetAside> setAside() {
        return setAside;
    }

    /** How the file that is open now was checked. */
    Check check() {
        return check;
    }

    /** There if it was closed in order and not touched since. Is given once: asked again, there is nothing. */
    Optional<CleanStop> takeCleanStop() {
        try {
            return CleanStop.take(path);
        } catch (IOException e) {
            throw new LocalStateException(Reason.FAILED, "cannot read the local state in " + path, e);
        }
    }

    /** Leaves word for the next start that all connections were closed in order. */
    void stoppedCleanly(long unfinished, long finishedBytes) {
        try {
            CleanStop.leave(path, unfinished, finishedBytes);
        } catch (IOException e) {
            LOG.warn("Could not note that {} was closed in order; the next start will check it", path, e);
        }
    }

    /** The writer's connection to a file that has a {@link CleanStop}. */
    Connection openUnchecked() {
        try {
            return openAsItIs(Check.NONE);
        } catch (DamagedException damaged) {
            throw new LocalStateException(Reason.FAILED, "the local state in " + path + ": " + damaged.reason);
        }
    }

    /** The writer's connection to a sound file of the current schema. */
    Connection open() {
        if (Files.notExists(path) && Files.exists(part("-wal"))) {
            putAway("a write-ahead log without its database");
        }
        try {
            return openAsItIs(checkBySize());
        } catch (DamagedException damaged) {
            putAway(damaged.reason);
        }
        try {
            return openAsItIs(checkBySize());
        } catch (DamagedException damaged) {
            throw new LocalStateException(
                    Reason.FAILED, "a fresh local state in " + path + " is damaged at once: " + damaged.reason);
        }
    }

    private Check checkBySize() {
        try {
            return size("") + size("-wal") <= settings.fullCheckBytes() ? Check.FULL : Check.QUICK;
        } catch (IOException e) {
            throw new LocalStateException(Reason.FAILED, "cannot read the local state in " + path, e);
        }
    }

    private Connection openAsItIs(Check wanted) throws DamagedException {
        Connection connection = null;
        try {
            if (wanted != Check.NONE) {
                WalInspection.check(part("-wal"));
            }
            connection = connect(false);
            if (wanted != Check.NONE) {
                Inspection.checkStructure(connection, wanted == Check.FULL);
            }
            Schema.migrate(connection, path);
            if (wanted == Check.FULL) {
                Inspection.readEverything(connection);
            } else if (wanted == Check.NONE) {
                Inspection.readAgents(connection);
            }
            check = wanted;
            return connection;
        } catch (SQLException e) {
            close(connection);
            if (SqliteErrors.isCorrupt(e)) {
                throw new DamagedException(String.valueOf(e.getMessage()));
            }
            throw new LocalStateException(
                    Reason.FAILED, "cannot open the local state in " + path + ": " + e.getMessage(), e);
        } catch (IOException e) {
            close(connection);
            throw new LocalStateException(Reason.FAILED, "cannot read the local state in " + path, e);
        } catch (DamagedException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /** A connection of the writer or of a reader. No mmap: an I/O error on a mapped page would kill the JVM. */
    Connection connect(boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(settings.busyTimeout().toMillis()));
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // Else the driver prepares and runs a query for the last key after every insert.
        config.setGetGeneratedKeys(false);
        if (readOnly) {
            config.setReadOnly(true);
            config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
            config.setCacheSize(-4 << 10);
        } else {
            config.resetOpenMode(SQLiteOpenMode.READONLY);
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(
                    SQLiteConfig.SynchronousMode.valueOf(settings.synchronous().name()));
            config.setWalAutocheckpoint(4_000);
            config.setJournalSizeLimit(64 << 20);
            config.setCacheSize(-16 << 10);
        }
        return config.createConnection("jdbc:sqlite:" + path);
    }

    /** The database first: a log left alone is recognised at the next start, a database without its log is not. */
    private void putAway(String reason) {
        Instant now = Instant.now();
        Path target = path.resolveSibling(path.getFileName() + ".corrupt-" + STAMP.format(now));
        try {
            for (String suffix : PARTS) {
                if (Files.exists(part(suffix))) {
                    Files.move(part(suffix), target.resolveSibling(target.getFileName() + suffix));
                }
            }
            DataDirectory.sync(Objects.requireNonNull(path.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new LocalStateException(
                    Reason.FAILED, "the local state in " + path + " is damaged and cannot be put away", e);
        }
        LOG.warn("The local state in {} was damaged and is now {}; starting afresh. Reason: {}", path, target, reason);
        setAside = Optional.of(new SetAside(target, reason, now));
    }

    private long size(String suffix) throws IOException {
        return Files.exists(part(suffix)) ? Files.size(part(suffix)) : 0;
    }

    private Path part(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("A connection that failed could not be closed", e);
        }
    }

    /** The content of the file cannot be trusted. */
    static final class DamagedException extends Exception {
        private final String reason;

        DamagedException(String reason) {
            super(reason);
            this.reason = reason;
        }
    }
}

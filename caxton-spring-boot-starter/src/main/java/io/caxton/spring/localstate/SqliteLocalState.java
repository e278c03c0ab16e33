package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.core.storage.Work;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local state in one SQLite file (WAL, {@code synchronous=FULL}), written by one thread that commits together
 * whatever waits, read by a fixed number of read-only connections.
 *
 * <p>A work is run at most once. When its batch cannot be committed, or SQLite gives up the batch's transaction because
 * the disk is full, every work of that batch fails, also one that was not at fault, and nothing of it is kept. A work
 * that had thrown anyway then fails with the batch's failure, as it may have thrown for what another work had written.
 *
 * <p>Instants are kept to the nanosecond from 1677-09-21 to 2262-04-11; those beyond become the end of that range, except
 * {@code Instant.MIN} and {@code Instant.MAX}, which are kept. JSON content is read back with every digit of its
 * numbers.
 */
public final class SqliteLocalState implements LocalState {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLocalState.class);

    private final Session session;
    private final Memory memory;
    private final Writer writer;
    private final Readers readers;
    private final DatabaseFile file;
    private final boolean synced;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteLocalState(
            Session session, Memory memory, Writer writer, Readers readers, DatabaseFile file, boolean synced) {
        this.session = session;
        this.memory = memory;
        this.writer = writer;
        this.readers = readers;
        this.file = file;
        this.synced = synced;
    }

    /**
     * Opens the database of a data directory, or makes it. A damaged file is set aside and a fresh one takes its place:
     * see {@link #setAside()}. Only what is needed is read of a file that was {@linkplain #close() closed} in order and
     * not touched since; any other, and one that then cannot be read, is checked as a whole.
     *
     * @throws NewerSchemaException if a newer version has written it
     * @throws LocalStateException with reason {@code FAILED} if it cannot be opened for another reason, such as missing
     *     permission; the file is left as it was
     */
    public static SqliteLocalState open(
            DataDirectory directory, SqliteLocalStateSettings settings, CommitListener listener) {
        return open(directory.database(), settings, listener);
    }

    static SqliteLocalState open(Path path, SqliteLocalStateSettings settings, CommitListener listener) {
        DatabaseFile file = new DatabaseFile(path, settings);
        Optional<CleanStop> stop = file.takeCleanStop();
        if (stop.isPresent()) {
            try {
                return open(path, file, file.openUnchecked(), stop, settings, listener);
            } catch (NewerSchemaException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("The local state in {} was closed in order but cannot be read; checking all of it", path, e);
            }
        }
        return open(path, file, file.open(), Optional.empty(), settings, listener);
    }

    private static SqliteLocalState open(
            Path path,
            DatabaseFile file,
            Connection connection,
            Optional<CleanStop> stop,
            SqliteLocalStateSettings settings,
            CommitListener listener) {
        List<Connection> connections = new ArrayList<>(List.of(connection));
        try {
            Session session = new Session(connections.get(0), false);
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < settings.readers(); i++) {
                Connection reader = file.connect(true);
                connections.add(reader);
                sessions.add(new Session(reader, true));
            }
            Memory memory = Memory.load(session, settings.busyTimeout(), stop);
            Writer writer = new Writer(session, memory, settings, listener);
            SqliteLocalState state = new SqliteLocalState(
                    session,
                    memory,
                    writer,
                    new Readers(sessions, memory, settings.busyTimeout()),
                    file,
                    settings.synchronous() == SqliteLocalStateSettings.Synchronous.FULL);
            writer.start();
            return state;
        } catch (SQLException e) {
            connections.forEach(DatabaseFile::close);
            throw SqliteErrors.translate("open " + path, e);
        } catch (RuntimeException e) {
            connections.forEach(DatabaseFile::close);
            throw e;
        }
    }

    @Override
    public <T> CompletableFuture<T> write(Work<T> work) {
        return writer.submit(work);
    }

    /**
     * {@inheritDoc} Writing and the hooks of the transaction throw {@link UnsupportedOperationException}.
     *
     * @throws LocalStateException {@code OVERLOADED} if no reader becomes free within the busy timeout
     */
    @Override
    public <T> T read(Work<T> work) {
        return readers.run(work);
    }

    /** Changes a setting of the writer's connection. */
    CompletableFuture<Boolean> pragma(String sql) {
        return write(transaction -> {
            try {
                session.control(sql);
                return Boolean.TRUE;
            } catch (SQLException e) {
                throw SqliteErrors.translate("pragma", e);
            }
        });
    }

    /** The damaged file that opening has put away, if there was one. */
    public Optional<SetAside> setAside() {
        return file.setAside();
    }

    /** How the file was checked when it was opened. */
    DatabaseFile.Check check() {
        return file.check();
    }

    /** How many works wait for the writer now. */
    public int waitingWorks() {
        return writer.waiting();
    }

    /**
     * {@inheritDoc} Waits at most the settings' close timeout; works still waiting then fail as {@code CLOSED}. Goes on
     * when the thread is interrupted and keeps its interrupt status. Unless something went wrong since it was opened, it
     * leaves a note for the next start that the file need not be checked.
     *
     * @throws IllegalStateException on the writer's own thread, which would wait for itself
     */
    @Override
    public void close() {
        if (writer.isCurrentThread()) {
            throw new IllegalStateException("the local state cannot be closed by its own writer");
        }
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean ended = writer.stop();
        boolean clean = readers.stop();
        if (!ended) {
            LOG.warn("The writer of the local state did not end in time; its connection stays open");
            return;
        }
        try {
            session.control("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            LOG.warn("The write-ahead log could not be folded into the database; the next start will do it", e);
        }
        clean &= synced && !session.hasFailed();
        try {
            session.close();
        } catch (SQLException e) {
            throw new LocalStateException(Reason.FAILED, "the local state could not be closed", e);
        }
        if (clean) {
            file.stoppedCleanly(memory.durableUnfinished(), memory.durableFinishedBytes());
        }
    }
}

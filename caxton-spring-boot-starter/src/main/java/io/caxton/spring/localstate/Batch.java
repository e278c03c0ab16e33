package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works that are committed together, each under a savepoint of its own. When SQLite ends the transaction by itself, as
 * it may when the disk is full, the whole batch fails: its works have run, and none is run twice
 * (<a href="https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction">Response To Errors
 * Within A Transaction</a>).
 */
final class Batch {
    /** A batch with so much content takes no further work. */
    static final long MAX_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final Session session;
    private final long bytesBefore;
    private final List<PendingWork<?>> done = new ArrayList<>();
    private boolean begun;
    private @Nullable LocalStateException failure;

    Batch(Session session) {
        this.session = session;
        this.bytesBefore = session.boundBytes();
        session.resetChanges(0);
    }

    /** Runs one more work. Returns whether the batch can take another. */
    boolean run(PendingWork<?> work) {
        long changes = session.changes();
        session.start();
        try {
            begin();
            session.control("SAVEPOINT work");
            work.run(new SqliteTransaction.ReadWrite(session, work));
            session.failure().ifPresent(swallowed -> {
                throw swallowed;
            });
            session.control("RELEASE work");
            done.add(work);
        } catch (Throwable t) {
            session.end();
            session.resetChanges(changes);
            undo(work, t);
        } finally {
            session.end();
        }
        return failure == null && session.boundBytes() - bytesBefore < MAX_BYTES;
    }

    private void begin() throws SQLException {
        if (!begun) {
            session.control("BEGIN IMMEDIATE");
            begun = true;
        }
    }

    private void undo(PendingWork<?> work, Throwable thrown) {
        Throwable told = thrown instanceof SQLException e ? SqliteErrors.translate("transaction", e) : thrown;
        work.rolledBack(told);
        try {
            session.control("ROLLBACK TO work");
            session.control("RELEASE work");
        } catch (SQLException e) {
            LOG.debug("The transaction is gone, or was never begun", e);
            undoAll(session.failure()
                    .orElseGet(() -> told instanceof LocalStateException known
                            ? known
                            : SqliteErrors.translate("roll back", e)));
        }
    }

    /** Whether there is something to commit; only then {@link #end} writes to the disk. */
    boolean hasChanges() {
        return failure == null && session.changes() > 0;
    }

    /** Commits. Returns why nothing of the batch was kept; empty if it is durable. */
    Optional<LocalStateException> end() {
        if (failure == null && begun) {
            try {
                session.control(hasChanges() ? "COMMIT" : "ROLLBACK");
            } catch (SQLException e) {
                undoAll(SqliteErrors.translate("commit", e));
            }
        }
        return Optional.ofNullable(failure);
    }

    private void undoAll(LocalStateException cause) {
        failure = cause;
        try {
            session.control("ROLLBACK");
        } catch (SQLException e) {
            LOG.debug("SQLite had rolled back already", e);
        }
        for (int i = done.size() - 1; i >= 0; i--) {
            done.get(i).rolledBack(cause);
        }
    }
}

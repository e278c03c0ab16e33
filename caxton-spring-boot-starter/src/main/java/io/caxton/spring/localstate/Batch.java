package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works that are committed together. A work that throws leaves the others alone. When what they have changed cannot be
 * written, or SQLite ends the transaction by itself, as it may when the disk is full, the whole batch fails: its works
 * have run, and none is run twice
 * (<a href="https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction">Response To Errors
 * Within A Transaction</a>).
 */
final class Batch {
    /** A batch with so much content takes no further work. */
    static final long MAX_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final UnitOfWork unit;
    private final Session session;
    private final SqliteTransaction stores;
    private final List<PendingWork<?>> done = new ArrayList<>();
    private @Nullable LocalStateException failure;

    Batch(UnitOfWork unit, Session session, SqliteTransaction stores) {
        this.unit = unit;
        this.session = session;
        this.stores = stores;
        unit.start();
    }

    /** Runs one more work. Returns whether the batch can take another. */
    boolean run(PendingWork<?> work) {
        try {
            unit.startWork();
            work.run(stores.with(work));
            unit.workDone();
            done.add(work);
        } catch (Throwable t) {
            undo(work, t);
        } finally {
            session.end();
        }
        return failure == null && unit.bytes() < MAX_BYTES;
    }

    private void undo(PendingWork<?> work, Throwable thrown) {
        Throwable told = thrown instanceof SQLException e ? SqliteErrors.translate("transaction", e) : thrown;
        Optional<LocalStateException> statement = session.failure();
        work.rolledBack(told);
        if (!unit.workFailed()) {
            undoAll(statement.orElseGet(() -> told instanceof LocalStateException known
                    ? known
                    : new LocalStateException(Reason.FAILED, "the transaction is gone", told)));
        }
    }

    /** Whether there is something to commit; only then {@link #end} writes to the disk. */
    boolean hasChanges() {
        return failure == null && unit.hasChanges();
    }

    /** Commits. Returns why nothing of the batch was kept; empty if it is durable. */
    Optional<LocalStateException> end() {
        if (failure == null) {
            try {
                unit.commit();
            } catch (SQLException e) {
                undoAll(SqliteErrors.translate("commit", e));
            } catch (LocalStateException e) {
                undoAll(e);
            } catch (RuntimeException | Error e) {
                undoAll(new LocalStateException(Reason.FAILED, "the batch cannot be written", e));
            }
        }
        if (failure == null) {
            unit.committed();
        }
        unit.end();
        return Optional.ofNullable(failure);
    }

    private void undoAll(LocalStateException cause) {
        failure = cause;
        for (int i = done.size() - 1; i >= 0; i--) {
            done.get(i).rolledBack(cause);
        }
        done.clear();
        try {
            unit.rollback();
        } catch (SQLException e) {
            LOG.debug("SQLite had rolled back already", e);
        }
    }
}

package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.core.storage.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of read-only sessions. A pool of our own rather than HikariCP because a session keeps its prepared
 * statements, which would be lost behind a pool's connection proxies.
 */
final class Readers {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

    private final BlockingQueue<Session> idle;
    private final Memory memory;
    private final int size;
    private final Duration patience;
    private volatile boolean closed;

    Readers(List<Session> sessions, Memory memory, Duration patience) {
        this.memory = memory;
        this.idle = new ArrayBlockingQueue<>(sessions.size(), false, sessions);
        this.size = sessions.size();
        this.patience = patience;
    }

    <T> T run(Work<T> work) {
        Session session = take();
        try {
            session.start();
            session.control("BEGIN");
            try {
                T result = work.run(SqliteTransaction.readOnly(session, memory));
                session.failure().ifPresent(failure -> {
                    throw failure;
                });
                return result;
            } finally {
                session.control("COMMIT");
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate("read transaction", e);
        } finally {
            session.end();
            idle.add(session);
        }
    }

    private Session take() {
        if (closed) {
            throw closed();
        }
        try {
            Session session = idle.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (session == null) {
                throw new LocalStateException(
                        Reason.OVERLOADED, "all " + size + " readers of the local state are busy");
            }
            if (closed) {
                idle.add(session);
                throw closed();
            }
            return session;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStateException(Reason.FAILED, "interrupted while waiting for a reader", e);
        }
    }

    private static LocalStateException closed() {
        return new LocalStateException(Reason.CLOSED, "the local state is closed");
    }

    /** Lets the reads that run end, for a bounded time, and closes every session. Returns whether none has ever failed. */
    boolean stop() {
        boolean clean = true;
        closed = true;
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        for (int open = size; open > 0; ) {
            try {
                Session session = idle.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (session == null) {
                    LOG.warn(
                            "{} reads of the local state did not end in {}; their connections stay open",
                            open,
                            patience);
                    clean = false;
                    break;
                }
                clean &= !session.hasFailed();
                session.close();
                open--;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (SQLException e) {
                LOG.warn("A reader of the local state could not be closed", e);
                clean = false;
                open--;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return clean;
    }
}

package io.caxton.core.storage;

import java.util.concurrent.CompletableFuture;

/**
 * A node's own durable bookkeeping. Works are run one after the other by one writer; whatever waits is committed
 * together (group commit).
 */
public interface LocalState extends AutoCloseable {
    /**
     * Runs a work and completes the future once it is durable: a crash after that cannot undo it. Work that throws is
     * rolled back alone and fails the future with what it threw; a failed commit fails it with
     * {@link LocalStateException}. The future may complete on a thread of the
     * store that all works share: do not block there.
     */
    <T> CompletableFuture<T> write(Work<T> work);

    /** Runs a read-only work on a consistent snapshot of what is durable, on the caller's thread. */
    <T> T read(Work<T> work);

    /** Stops taking work, finishes what waits, closes what was opened. Idempotent. */
    @Override
    void close();
}

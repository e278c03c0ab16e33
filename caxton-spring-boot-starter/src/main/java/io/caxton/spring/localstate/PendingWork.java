package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.Transaction;
import io.caxton.core.storage.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A work from its arrival to its outcome. Run at most once; its outcome is told when that of its batch is known. */
final class PendingWork<T> {
    private static final Logger LOG = LoggerFactory.getLogger(PendingWork.class);

    private final Work<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final List<Runnable> afterCommit = new ArrayList<>(2);
    private final Deque<Runnable> onRollback = new ArrayDeque<>(2);
    private volatile @Nullable Thread runner;
    private @Nullable T result;
    private @Nullable Throwable thrown;

    PendingWork(Work<T> work) {
        this.work = work;
    }

    CompletableFuture<T> future() {
        return future;
    }

    void run(Transaction transaction) {
        runner = Thread.currentThread();
        try {
            result = work.run(transaction);
        } finally {
            runner = null;
        }
    }

    /** Whether the current thread is in the middle of it. */
    boolean isRunning() {
        return runner == Thread.currentThread();
    }

    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void onRollback(Runnable action) {
        onRollback.push(action);
    }

    /** Undoes what the work changed in memory and remembers why. */
    void rolledBack(Throwable cause) {
        thrown = cause;
        while (!onRollback.isEmpty()) {
            guarded("onRollback", onRollback.pop());
        }
    }

    /** Its batch is durable: tells the work's own outcome. */
    @SuppressWarnings("NullAway") // a work may well answer null; the future passes it on
    void batchCommitted() {
        if (thrown != null) {
            future.completeExceptionally(thrown);
            return;
        }
        afterCommit.forEach(action -> guarded("afterCommit", action));
        future.complete(result);
    }

    /** Its batch, or the work before it was run, has failed. */
    void failed(LocalStateException failure) {
        future.completeExceptionally(failure);
    }

    private static void guarded(String when, Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            LOG.warn("An {} action failed; what it should have done is not done", when, t);
        }
    }
}

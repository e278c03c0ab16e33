package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.core.storage.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes whatever waits, as {@link Batch} bounds it; the batches grow by
 * themselves while a commit is being flushed, and wait for those who were told of the last one a moment. A daemon, as it must not keep a process alive: what it
 * has acknowledged is on disk, and nothing else was promised.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final PendingWork<?> STOP = new PendingWork<>(transaction -> Boolean.TRUE);

    /** A batch is gathered for a quarter of what the last commit took at most, */
    private static final int GATHERING_SHARE = 4;

    /** and never for longer than this. */
    private static final long MAX_GATHERING_NANOS = 2_000_000;

    private final BlockingQueue<PendingWork<?>> queue = new LinkedBlockingQueue<>();
    private final Semaphore places;
    private final Completions completions = new Completions();
    private final Session session;
    private final UnitOfWork unit;
    private final SqliteTransaction stores;
    private final SqliteLocalStateSettings settings;
    private final CommitListener listener;
    private final Thread thread;
    private int lastSize;
    private long lastCommitNanos;
    private boolean failing;
    private volatile @Nullable LocalStateException broken;
    private volatile boolean closing;
    private volatile boolean stopped;

    Writer(Session session, Memory memory, SqliteLocalStateSettings settings, CommitListener listener) {
        this.session = session;
        this.unit = new UnitOfWork(session, memory);
        this.stores = SqliteTransaction.readWrite(session, unit);
        this.settings = settings;
        this.listener = listener;
        this.places = new Semaphore(settings.maxWaitingWorks());
        this.thread = new Thread(this::loop, "caxton-local-state-writer");
        this.thread.setDaemon(true);
    }

    void start() {
        completions.start();
        thread.start();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread || completions.isCurrentThread();
    }

    int waiting() {
        return settings.maxWaitingWorks() - places.availablePermits();
    }

    <T> CompletableFuture<T> submit(Work<T> work) {
        if (closing) {
            return CompletableFuture.failedFuture(closedException());
        }
        @Nullable LocalStateException failed = broken;
        if (failed != null) {
            return CompletableFuture.failedFuture(failed);
        }
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(new LocalStateException(
                    Reason.OVERLOADED, settings.maxWaitingWorks() + " works wait for the local state already"));
        }
        PendingWork<T> pending = new PendingWork<>(work);
        queue.add(pending);
        if (stopped) {
            refuseWaiting();
        }
        return pending.future();
    }

    /** Finishes what waits. Returns whether the thread has ended in time; if so, its session is free to be closed. */
    boolean stop() {
        closing = true;
        queue.add(STOP);
        boolean interrupted = false;
        long end = System.nanoTime() + settings.closeTimeout().toNanos();
        while (thread.isAlive()) {
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                break;
            }
            try {
                thread.join(leftMillis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        boolean ended = !thread.isAlive();
        if (ended) {
            completions.stop(settings.closeTimeout());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        stopped = true;
        refuseWaiting();
        return ended;
    }

    private void refuseWaiting() {
        for (PendingWork<?> left = queue.poll(); left != null; left = queue.poll()) {
            if (left != STOP) {
                places.release();
                left.failed(closedException());
            }
        }
    }

    private static LocalStateException closedException() {
        return new LocalStateException(Reason.CLOSED, "the local state is closed");
    }

    private void loop() {
        while (!stopped) {
            try {
                PendingWork<?> first = queue.take();
                if (first != STOP) {
                    runGuarded(first);
                } else if (queue.isEmpty()) {
                    return;
                } else {
                    queue.add(STOP);
                }
            } catch (InterruptedException e) {
                LOG.debug("The writer is stopped by closing, not by interrupting", e);
            }
        }
    }

    /** Whatever happens, this thread goes on: nobody would be told anything after it. */
    private void runGuarded(PendingWork<?> first) {
        try {
            runBatch(first);
        } catch (Throwable t) {
            first.failed(broken(t));
        }
    }

    private void runBatch(PendingWork<?> first) {
        List<PendingWork<?>> works = new ArrayList<>();
        @Nullable LocalStateException failed = broken;
        if (failed != null) {
            places.release();
            completions.add(List.of(first), Optional.of(failed));
            return;
        }
        boolean committed = false;
        Optional<LocalStateException> failure;
        long started = System.nanoTime();
        Batch batch = new Batch(unit, session, stores);
        try {
            gather(batch, first, works);
            started = System.nanoTime();
            committed = batch.hasChanges();
            failure = batch.end();
        } catch (Throwable t) {
            failure = Optional.of(broken(t));
        }
        Duration took = committed ? Duration.ofNanos(System.nanoTime() - started) : Duration.ZERO;
        lastSize = works.size();
        lastCommitNanos = Math.min(took.toNanos(), MAX_GATHERING_NANOS * GATHERING_SHARE);
        log(failure, committed);
        tell(works.size(), took, failure);
        completions.add(works, failure);
    }

    private void gather(Batch batch, PendingWork<?> first, List<PendingWork<?>> works) {
        long end = System.nanoTime() + lastCommitNanos / GATHERING_SHARE;
        @Nullable PendingWork<?> next = first;
        while (next != null) {
            places.release();
            works.add(next);
            boolean goesOn = batch.run(next);
            next = goesOn && works.size() < settings.maxBatchWorks() ? next(works.size(), end) : null;
            if (next == STOP) {
                queue.add(STOP);
                next = null;
            }
        }
    }

    /**
     * The next work that waits. Who was told of the last batch is about to send again: until this one has as many works,
     * it waits for them, but not for long beside what a commit takes. A lone sender never waits.
     */
    private @Nullable PendingWork<?> next(int size, long end) {
        @Nullable PendingWork<?> waiting = queue.poll();
        long left = end - System.nanoTime();
        if (waiting != null || size >= lastSize || left <= 0) {
            return waiting;
        }
        try {
            return queue.poll(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            LOG.debug("The writer is stopped by closing, not by interrupting", e);
            return null;
        }
    }

    /** What could not even be taken back leaves memory and file at odds: nothing is written until the node restarts. */
    private LocalStateException broken(Throwable thrown) {
        LocalStateException failure = new LocalStateException(
                Reason.FAILED, "the local state has failed and takes no work until the node is restarted", thrown);
        broken = failure;
        unit.end();
        LOG.error("The local state has failed; restart the node", thrown);
        return failure;
    }

    /** Says once that writing fails and once that it works again: a full disk must not be filled with log. */
    private void log(Optional<LocalStateException> failure, boolean committed) {
        if (failure.isPresent() && !failing) {
            boolean known = failure.get().reason() == Reason.STORAGE_FULL;
            LOG.warn(
                    "The local state cannot write, works fail until it can: {}",
                    failure.get().getMessage(),
                    known ? null : failure.get());
            failing = true;
        } else if (failure.isEmpty() && committed && failing) {
            LOG.info("The local state can write again");
            failing = false;
        }
    }

    private void tell(int works, Duration took, Optional<LocalStateException> failure) {
        try {
            listener.onBatch(works, took, failure);
        } catch (Throwable t) {
            LOG.warn("A listener to commits failed", t);
        }
    }
}

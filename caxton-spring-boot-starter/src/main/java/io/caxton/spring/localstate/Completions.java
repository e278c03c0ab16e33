package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells works how their batch ended, in order, on a thread of its own: waking 64 senders takes about as long as writing
 * what they sent, and meanwhile the next batch is written.
 */
final class Completions {
    /** How many batches may wait to be told; the writer waits beyond that. */
    private static final int MOST = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

    private record Ended(List<PendingWork<?>> works, Optional<LocalStateException> failure, boolean last) {}

    private static final Ended STOP = new Ended(List.of(), Optional.empty(), true);

    private final BlockingQueue<Ended> queue = new ArrayBlockingQueue<>(MOST);
    private final Thread thread = new Thread(this::loop, "caxton-local-state-completions");

    Completions() {
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Tells what waits, for a bounded time. */
    void stop(Duration patience) {
        boolean interrupted = Thread.interrupted();
        try {
            if (queue.offer(STOP, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.join(Math.max(1, patience.toMillis()));
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void add(List<PendingWork<?>> works, Optional<LocalStateException> failure) {
        Ended ended = new Ended(works, failure, false);
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(ended);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (true) {
            try {
                Ended ended = queue.take();
                if (ended.last()) {
                    return;
                }
                ended.works().forEach(work -> tell(work, ended.failure()));
            } catch (InterruptedException e) {
                LOG.debug("Completions end by closing, not by interrupting", e);
            }
        }
    }

    private static void tell(PendingWork<?> work, Optional<LocalStateException> failure) {
        try {
            failure.ifPresentOrElse(work::failed, work::batchCommitted);
        } catch (Throwable t) {
            LOG.error("A work could not be told how its batch ended", t);
        }
    }
}

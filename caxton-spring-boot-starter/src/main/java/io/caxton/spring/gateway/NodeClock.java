package io.caxton.spring.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The node's time: what it is now, and waking up later. One thread, on which nothing may block. */
public final class NodeClock implements AutoCloseable {
    private final InstantSource source;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "caxton-timer");
        thread.setDaemon(true);
        return thread;
    });

    public NodeClock(InstantSource source) {
        this.source = source;
        timer.setRemoveOnCancelPolicy(true);
    }

    public Instant now() {
        return source.instant();
    }

    /** Runs an action after a while. Nothing happens once closed. */
    public void after(Duration wait, Runnable action) {
        var unused = schedule(wait, action);
    }

    /** The same, to be cancelled; null once closed. */
    @Nullable Future<?> schedule(Duration wait, Runnable action) {
        return timer.isShutdown()
                ? null
                : timer.schedule(action, Math.max(0, wait.toMillis() + 1), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

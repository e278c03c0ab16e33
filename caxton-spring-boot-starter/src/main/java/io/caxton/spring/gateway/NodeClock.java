package io.caxton.spring.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The node's time: what it is now, and waking up later. One thread, on which nothing may block. */
public final class NodeClock implements AutoCloseable {
    private final InstantSource source;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "caxton-timer");
        thread.setDaemon(true);
        return thread;
    });

    public NodeClock(InstantSource source) {
        this.source = source;
    }

    public Instant now() {
        return source.instant();
    }

    /** Runs an action after a while. Nothing happens once closed. */
    public void after(Duration wait, Runnable action) {
        if (!timer.isShutdown()) {
            var unused = timer.schedule(action, Math.max(0, wait.toMillis() + 1), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

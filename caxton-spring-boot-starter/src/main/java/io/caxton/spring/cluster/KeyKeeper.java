package io.caxton.spring.cluster;

import io.caxton.swim.wire.KeyRing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the keys that are used now, on a thread of its own, as the node's must not wait for a disk. The newest counts. */
final class KeyKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyKeeper.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KeyFile file;
    private final AtomicReference<@Nullable KeyRing> waiting = new AtomicReference<>();
    private volatile boolean failed;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> {
                Thread daemon = new Thread(task, "caxton-cluster-keys");
                daemon.setDaemon(true);
                return daemon;
            },
            // One task waits already, and will find the newest keys.
            new ThreadPoolExecutor.DiscardPolicy());

    KeyKeeper(KeyFile file) {
        this.file = file;
        thread.allowCoreThreadTimeOut(true);
    }

    void keep(KeyRing ring) {
        waiting.set(ring);
        thread.execute(this::write);
    }

    private void write() {
        KeyRing ring = waiting.get();
        if (ring == null) {
            return;
        }
        try {
            file.write(ring);
            failed = false;
            // Newer ones have a task that waits.
            waiting.compareAndSet(ring, null);
            LOG.info("The keys of the cluster were changed, and are kept for the next start");
        } catch (IOException e) {
            failed = true;
            waiting.compareAndSet(ring, null);
            LOG.error(
                    "The keys of the cluster were changed, and cannot be kept: {}. After a restart the others will not listen to"
                            + " this node, unless caxton.cluster.encryption-keys is set to their keys",
                    e.toString());
        }
    }

    /** Whether the keys in use would be there after a restart. */
    boolean kept() {
        return !failed && waiting.get() == null;
    }

    /** What waits is written. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The keys of the cluster could not be kept in time");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}

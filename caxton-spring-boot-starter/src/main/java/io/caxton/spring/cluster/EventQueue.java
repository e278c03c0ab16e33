package io.caxton.spring.cluster;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes events in order on a thread of its own; bounded, so that a listener that hangs costs events and no memory. */
final class EventQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    /** So many events may wait. */
    static final int MOST = 4_096;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<ClusterEvent> publisher;
    private final AtomicLong dropped = new AtomicLong();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST), task -> {
                Thread daemon = new Thread(task, "caxton-cluster-events");
                daemon.setDaemon(true);
                return daemon;
            });

    EventQueue(Consumer<ClusterEvent> publisher) {
        this.publisher = publisher;
        thread.allowCoreThreadTimeOut(true);
    }

    void add(ClusterEvent event) {
        try {
            thread.execute(() -> publish(event));
        } catch (RejectedExecutionException full) {
            if (dropped.getAndIncrement() == 0 && !thread.isShutdown()) {
                LOG.warn(
                        "Listeners to events of the cluster are too slow: more than {} wait, others are dropped", MOST);
            }
        }
    }

    private void publish(ClusterEvent event) {
        try {
            publisher.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed with {}", event, e);
        }
    }

    /** How many events nobody heard of, because too many waited. */
    long dropped() {
        return dropped.get();
    }

    /** What waits is published, if that does not take long. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException stopping) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

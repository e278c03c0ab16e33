package io.caxton.server.stream;

import io.caxton.spring.autoconfigure.CaxtonPhases;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The streams of a node: those open, and the few threads that write to them. */
final class Streams implements SmartLifecycle {
    /** How long a client has to take the end. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final StreamServices services;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService writers;
    private volatile boolean running;

    Streams(StreamServices services) {
        this.services = services;
        AtomicInteger number = new AtomicInteger();
        this.writers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            Thread thread = new Thread(task, "caxton-stream-writer-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    StreamServices services() {
        return services;
    }

    /** Runs what never blocks. */
    void execute(Runnable task) {
        try {
            writers.execute(task);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The node has stopped", stopped);
        }
    }

    /** Opens a stream over a response that was just begun; {@code onClosed} runs once, when it ends. */
    void open(String agentId, int mostInFlight, Optional<EventId> last, AsyncContext async, Runnable onClosed)
            throws IOException {
        EventStream[] self = new EventStream[1];
        EventStream stream = new EventStream(agentId, mostInFlight, async, services, this, () -> {
            open.remove(self[0]);
            onClosed.run();
        });
        self[0] = stream;
        open.add(stream);
        stream.open(last);
    }

    int size() {
        return open.size();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Ends every stream and waits until the clients were told, though not for long. */
    @Override
    public void stop(Runnable whenDone) {
        running = false;
        open.forEach(stream -> stream.end("the node stops"));
        waitForAll(services.clock().now().plus(PATIENCE), whenDone);
    }

    private void waitForAll(Instant latest, Runnable whenDone) {
        if (open.isEmpty() || services.clock().now().isAfter(latest)) {
            whenDone.run();
        } else {
            services.clock().after(LOOK_AGAIN, () -> waitForAll(latest, whenDone));
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return CaxtonPhases.TRAFFIC;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    void close() {
        writers.shutdownNow();
    }
}

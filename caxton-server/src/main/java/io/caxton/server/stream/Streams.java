package io.caxton.server.stream;

import io.caxton.server.push.Connections;
import io.caxton.server.push.Daemons;
import io.caxton.server.push.Ending;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams of a node: those open, and the few threads that write to them. */
final class Streams extends Connections<EventStream> {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final StreamServices services;
    private final ExecutorService writers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), Daemons.named("caxton-stream-writer"));

    Streams(StreamServices services) {
        super(services.clock());
        this.services = services;
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
    void open(StreamRequest asked, AsyncContext async, Runnable onClosed) throws IOException {
        EventStream stream = new EventStream(asked, async, services, this, onClosed);
        add(stream);
        stream.open();
    }

    @Override
    protected void end(EventStream stream) {
        stream.end(Ending.STOPPING);
    }

    void close() {
        writers.shutdownNow();
    }
}

package io.caxton.server.security;

import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The streams that are open at this node, in all and for each principal. A door opens a slot before it answers with a
 * stream and closes it when the stream ends, however that comes.
 */
public final class StreamSlots {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final int most;
    private final int mostEach;
    private final Map<String, Integer> open = new HashMap<>();
    private int all;

    StreamSlots(StreamLimits limits) {
        this.most = limits.maxStreams();
        this.mostEach = limits.maxStreamsPerPrincipal();
    }

    /** A place for one stream. Closing it again does nothing; any thread may close it. */
    public interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a place for one stream.
     *
     * @throws ProblemException 429 if the principal has as many as it may, 503 if the node has
     */
    public Slot open(Caller caller) {
        take(caller.id());
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                release(caller.id());
            }
        };
    }

    private synchronized void take(String id) {
        int own = open.getOrDefault(id, 0);
        // Whoever needs no credentials is one principal for all of them.
        if (own >= mostEach && !id.equals(Caller.LOCAL.id())) {
            throw ProblemType.TOO_MANY_REQUESTS
                    .because("these credentials have " + own + " streams open already")
                    .retryAfter(LATER)
                    .asException();
        }
        if (all >= most) {
            throw ProblemType.OVERLOADED
                    .because("as many streams as this node allows are open")
                    .retryAfter(LATER)
                    .asException();
        }
        open.put(id, own + 1);
        all++;
    }

    private synchronized void release(String id) {
        open.computeIfPresent(id, (key, own) -> own == 1 ? null : own - 1);
        all--;
    }

    /** How many streams are open. */
    public synchronized int size() {
        return all;
    }
}

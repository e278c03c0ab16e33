package io.caxton.server.push;

import io.caxton.spring.autoconfigure.CaxtonPhases;
import io.caxton.spring.gateway.NodeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;

/**
 * The connections of one kind that are open at this node. When it stops, each is ended, and the stop waits until the
 * clients were told, though no longer than {@link #PATIENCE}.
 *
 * @param <C> a connection
 */
public abstract class Connections<C> implements SmartLifecycle {
    /** How long a client has to take the goodbye. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final NodeClock clock;
    private final Set<C> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    protected Connections(NodeClock clock) {
        this.clock = clock;
    }

    /** Tells the client that the node stops, and closes the connection soon after. */
    protected abstract void end(C connection);

    /** It is open from now on. */
    protected final void add(C connection) {
        open.add(connection);
    }

    /** It is closed. */
    public final void remove(C connection) {
        open.remove(connection);
    }

    /** How many are open. */
    public final int size() {
        return open.size();
    }

    @Override
    public final void start() {
        running = true;
    }

    @Override
    public final void stop() {
        stop(() -> {});
    }

    @Override
    public final void stop(Runnable whenDone) {
        running = false;
        open.forEach(this::end);
        waitForAll(clock.now().plus(PATIENCE), whenDone);
    }

    private void waitForAll(Instant latest, Runnable whenDone) {
        if (open.isEmpty() || clock.now().isAfter(latest)) {
            whenDone.run();
        } else {
            clock.after(LOOK_AGAIN, () -> waitForAll(latest, whenDone));
        }
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final int getPhase() {
        return CaxtonPhases.TRAFFIC;
    }

    @Override
    public final boolean isPauseable() {
        return false;
    }
}

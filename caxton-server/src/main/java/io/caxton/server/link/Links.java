package io.caxton.server.link;

import io.caxton.core.agent.AgentInstance;
import io.caxton.server.security.StreamSlots;
import io.caxton.spring.autoconfigure.CaxtonPhases;
import jakarta.websocket.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;

/** The links of a node: those open, and the few threads that write to them. */
final class Links implements SmartLifecycle {
    /** How long a client has to take the goodbye. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int CLOSERS = 4;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final LinkServices services;
    private final Set<Link> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService writers =
            pool("caxton-link-writer", Runtime.getRuntime().availableProcessors());
    private final ExecutorService closers = pool("caxton-link-closer", CLOSERS);
    private volatile boolean running;

    Links(LinkServices services) {
        this.services = services;
    }

    /** Each link has at most one task in each of them. */
    private static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** For what never blocks. */
    Executor writers() {
        return writers;
    }

    /** For what may block for a short while. */
    Executor closers() {
        return closers;
    }

    LinkServices services() {
        return services;
    }

    /** A link over a connection that was just made. It holds the slot until it is closed. */
    Link add(AgentInstance agent, LinkGuard guard, StreamSlots.Slot slot, Session session) {
        Link[] self = new Link[1];
        Link link = new Link(agent.agentId(), guard, services, this, session, () -> {
            open.remove(self[0]);
            slot.close();
        });
        self[0] = link;
        open.add(link);
        return link;
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

    /** Says goodbye on every link and waits until the clients were told, though not for long. */
    @Override
    public void stop(Runnable whenDone) {
        running = false;
        open.forEach(link -> link.end(Closing.stopping()));
        waitForAll(services.clock().now().plus(PATIENCE), whenDone);
    }

    private void waitForAll(Instant latest, Runnable whenDone) {
        if (open.isEmpty() || services.clock().now().isAfter(latest)) {
            whenDone.run();
        } else {
            services.clock().after(Duration.ofMillis(LOOK_AGAIN_MILLIS), () -> waitForAll(latest, whenDone));
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

    /** When the node's time has ended. */
    void close() {
        writers.shutdownNow();
        closers.shutdownNow();
    }
}

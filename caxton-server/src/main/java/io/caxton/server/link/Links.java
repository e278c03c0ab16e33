package io.caxton.server.link;

import io.caxton.core.agent.AgentInstance;
import io.caxton.server.push.Connections;
import io.caxton.server.push.Daemons;
import io.caxton.server.push.Ending;
import io.caxton.server.security.StreamSlots;
import jakarta.websocket.Session;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The links of a node: those open, and the few threads that write to them. */
final class Links extends Connections<Link> {
    private static final int CLOSERS = 4;

    private final LinkServices services;
    private final ExecutorService writers =
            pool("caxton-link-writer", Runtime.getRuntime().availableProcessors());
    private final ExecutorService closers = pool("caxton-link-closer", CLOSERS);

    Links(LinkServices services) {
        super(services.clock());
        this.services = services;
    }

    /** Each link has at most one task in each of them. */
    private static ExecutorService pool(String name, int threads) {
        return Executors.newFixedThreadPool(threads, Daemons.named(name));
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
    Link open(AgentInstance agent, LinkGuard guard, StreamSlots.Slot slot, Session session) {
        Link link = new Link(agent.agentId(), guard, services, this, session, slot::close);
        add(link);
        return link;
    }

    @Override
    protected void end(Link link) {
        link.end(Closing.of(Ending.STOPPING));
    }

    /** When the node's time has ended. */
    void close() {
        writers.shutdownNow();
        closers.shutdownNow();
    }
}

package io.caxton.server.push;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.spring.gateway.Feed;
import io.caxton.spring.gateway.FeedSink;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.NoSuchAgentException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mailbox that is pushed over one connection: none until it is opened, and none for good once closed, whichever of the
 * two comes first. Any thread.
 */
public final class PushedMailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushedMailbox.class);

    private final Feeds feeds;
    private final String agentId;
    private volatile @Nullable Feed feed;
    private volatile boolean closed;

    public PushedMailbox(Feeds feeds, String agentId) {
        this.feeds = feeds;
        this.agentId = agentId;
    }

    /** Begins without credit; an older connection of the instance ends. Returns why this one has to end, if it does. */
    public Optional<Ending> open(FeedSink sink) {
        try {
            Feed opened = feeds.open(agentId, sink);
            feed = opened;
            if (closed) {
                opened.close();
            }
            return Optional.empty();
        } catch (NoSuchAgentException gone) {
            return Optional.of(Ending.DEREGISTERED);
        } catch (RuntimeException failed) {
            return Optional.of(failed(failed));
        }
    }

    /** What a failure of the node means for the connection. One that is no stop is logged. */
    public Ending failed(Throwable failure) {
        if (Reason.CLOSED.isWhy(failure)) {
            return Ending.STOPPING;
        }
        LOG.error("The mailbox of {} could not be pushed", agentId, failure);
        return Ending.FAILED;
    }

    /** Lets {@code more} messages come, up to {@code most} in all. */
    public void grant(int more, int most) {
        Feed open = feed;
        if (open != null && more > 0) {
            open.grant(more, most);
        }
    }

    /** There is room for what waits to be written again. */
    public void resume() {
        Feed open = feed;
        if (open != null) {
            open.resume();
        }
    }

    /** Returns what was never written to the client. */
    public void giveBack(Leased leased) {
        Feed open = feed;
        if (open != null) {
            open.giveBack(leased);
        }
    }

    /** Nothing more comes. What was handed out stays leased to the instance. */
    @Override
    public void close() {
        closed = true;
        Feed open = feed;
        if (open != null) {
            open.close();
        }
    }
}

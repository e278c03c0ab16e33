package io.caxton.server.link;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.server.push.Ending;
import io.caxton.server.push.PushedMailbox;
import io.caxton.spring.gateway.Alarms;
import io.caxton.spring.gateway.FeedSink;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open link, from its handshake to its close. */
final class Link implements FeedSink, Outbox.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final String agentId;
    private final LinkGuard guard;
    private final LinkServices services;
    private final Links links;
    private final Session session;
    private final Runnable onClosed;
    private final NodeFrames frames;
    private final Outbox outbox;
    private final Handed handed = new Handed();
    private final Alarms alarms;
    private final PushedMailbox mailbox;
    private final LinkReader reader;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Instant lastHeard;
    private volatile @Nullable Closing closing;

    Link(String agentId, LinkGuard guard, LinkServices services, Links links, Session session, Runnable onClosed) {
        this.agentId = agentId;
        this.guard = guard;
        this.services = services;
        this.links = links;
        this.session = session;
        this.onClosed = onClosed;
        this.alarms = new Alarms(services.clock());
        this.mailbox = new PushedMailbox(services.feeds(), agentId);
        this.frames = new NodeFrames(services.node().nodeId(), "/api/v1/agents/" + agentId + "/link");
        var remote = session.getAsyncRemote();
        remote.setSendTimeout(services.settings().sendTimeout().toMillis());
        this.outbox = new Outbox(
                remote, links.writers(), services.settings().maxBuffered().toBytes(), this);
        this.reader = new LinkReader(this, new LinkRequests(agentId, guard, services, this, handed), services);
        this.lastHeard = services.clock().now();
    }

    /** Greets the client, whose deliveries come as soon as it grants credit. Of two links the one greeted later is the newer. */
    void open() {
        Optional<Ending> refused = mailbox.open(this);
        outbox.sendNow(frames.welcome(agentId, services.settings(), services.maxFrame()));
        refused.ifPresentOrElse(this::end, this::begin);
    }

    private void begin() {
        guard.watch(services.clock(), alarms, () -> end(Ending.EXPIRED));
        tickLater();
    }

    NodeFrames frames() {
        return frames;
    }

    /** What the client says, a part of a frame at a time. */
    void hear(String part, boolean last) {
        lastHeard = services.clock().now();
        if (closing == null) {
            reader.hear(part, last);
        }
    }

    /** It answered a ping. */
    void heardPong() {
        lastHeard = services.clock().now();
    }

    /** Answers soon, on another thread: for callers on the writer's. */
    void say(Frame frame) {
        outbox.send(frame);
    }

    /** Answers on this thread. */
    void sayNow(Frame frame) {
        outbox.sendNow(frame);
    }

    void grant(int credit) {
        mailbox.grant(credit, services.settings().maxCredit());
    }

    @Override
    public void deliver(List<Leased> leased) {
        for (Leased one : leased) {
            handed.add(one);
            if (!outbox.send(Frame.deliver(one))) {
                mailbox.giveBack(one);
            }
        }
    }

    @Override
    public boolean isCongested() {
        return outbox.isCongested();
    }

    @Override
    public void relieved() {
        mailbox.resume();
    }

    @Override
    public boolean takesDirectly() {
        return true;
    }

    @Override
    public void deliverDirectly(Leased leased) {
        handed.add(leased);
        // One that is not sent is lost, as at-most-once messages may be.
        outbox.sendNow(Frame.deliver(leased));
    }

    @Override
    public void released(Delivery delivery) {
        handed.remove(delivery.messageId());
    }

    @Override
    public void ended(End reason) {
        end(Ending.of(reason));
    }

    private void end(Ending ending) {
        end(Closing.of(ending));
    }

    /** Says goodbye, then closes. */
    void end(Closing how) {
        if (closing == null) {
            closing = how;
            mailbox.close();
            outbox.finish(frames.goodbye(how.reason(), how.detail()));
            alarms.after(Links.PATIENCE, () -> closeSoon(how.toReason()));
        }
    }

    @Override
    public void drained() {
        Closing how = closing;
        closeSoon((how == null ? Closing.of(Ending.FAILED) : how).toReason());
    }

    @Override
    public void broken(String reason) {
        Closing how = Closing.slow(reason);
        if (closing == null) {
            closing = how;
        }
        mailbox.close();
        closeSoon(how.toReason());
    }

    /** Closing may block for a while, on a client that reads nothing. */
    private void closeSoon(CloseReason reason) {
        try {
            links.closers().execute(() -> close(reason));
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The node has stopped", stopped);
        }
    }

    private void close(CloseReason reason) {
        try {
            if (session.isOpen()) {
                session.close(reason);
            }
        } catch (IOException | RuntimeException gone) {
            LOG.debug("A link could not be closed in order", gone);
        } finally {
            closed();
        }
    }

    /** The connection is gone, whoever ended it. */
    void closed() {
        if (closed.compareAndSet(false, true)) {
            closing = closing == null ? Closing.of(Ending.STOPPING) : closing;
            mailbox.close();
            alarms.close();
            reader.close();
            outbox.close().forEach(mailbox::giveBack);
            links.remove(this);
            onClosed.run();
        }
    }

    private void tickLater() {
        alarms.after(services.settings().heartbeat(), this::tick);
    }

    private void tick() {
        if (closing != null) {
            return;
        }
        if (lastHeard
                .plus(services.settings().idleTimeout())
                .isBefore(services.clock().now())) {
            end(Closing.idle());
        } else {
            reader.requireFast();
            outbox.send(frames.heartbeat());
            tickLater();
        }
    }
}

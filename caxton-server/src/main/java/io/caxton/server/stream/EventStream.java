package io.caxton.server.stream;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.server.json.LeasedJson;
import io.caxton.server.push.Ending;
import io.caxton.server.push.Expiry;
import io.caxton.server.push.HangUpValve;
import io.caxton.server.push.PushedMailbox;
import io.caxton.spring.gateway.Alarms;
import io.caxton.spring.gateway.FeedSink;
import io.caxton.spring.gateway.MailboxGateway.Held;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open stream. What the client holds is counted, whether it came over this stream or before it. */
final class EventStream implements FeedSink, EventOutput.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    /** What a message adds to its content, about. */
    private static final int ENVELOPE = 512;

    private final StreamRequest asked;
    private final AsyncContext async;
    private final StreamServices services;
    private final Streams streams;
    private final Runnable onClosed;
    private final Alarms alarms;
    private final PushedMailbox mailbox;
    private final EventOutput output;
    /** What the client holds, with the time by which it has to have answered. */
    private final Map<String, Instant> unacknowledged = new ConcurrentHashMap<>();

    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Instant lastProgress;
    private volatile long writtenBefore;

    EventStream(StreamRequest asked, AsyncContext async, StreamServices services, Streams streams, Runnable onClosed)
            throws IOException {
        this.asked = asked;
        this.async = async;
        this.services = services;
        this.streams = streams;
        this.onClosed = onClosed;
        this.alarms = new Alarms(services.clock());
        this.mailbox = new PushedMailbox(services.feeds(), asked.agentId());
        this.lastProgress = services.clock().now();
        this.output = new EventOutput(
                async.getResponse().getOutputStream(),
                services.settings().maxBuffered().toBytes(),
                this);
    }

    /** Sends again what the client can not have seen, then whatever comes. */
    void open() throws IOException {
        EventId from =
                asked.last().orElseGet(() -> EventId.before(services.clock().now()));
        async.addListener(new EndListener(this::close));
        async.getResponse().getOutputStream().setWriteListener(output);
        Optional<Ending> refused = mailbox.open(this);
        // Not before: of two streams the one that begins later is the newer.
        output.add("retry: " + services.settings().retry().toMillis() + "\nid: " + from + "\n\n");
        writeSoon();
        refused.ifPresentOrElse(this::end, this::start);
    }

    private void start() {
        Expiry.watch(asked.caller(), services.clock(), alarms, () -> end(Ending.EXPIRED));
        var unused = held().whenComplete((held, failure) -> {
            if (failure != null) {
                end(mailbox.failed(failure));
            } else {
                resume(held);
                int room = Math.max(0, asked.mostInFlight() - unacknowledged.size());
                mailbox.grant(room, asked.mostInFlight());
            }
        });
        tickLater();
    }

    /**
     * What was being leased for a stream before this one while that ended goes back to the mailbox with the end of its commit.
     * So whoever goes on with another waits for those commits before it looks: what went back comes anew and not twice.
     */
    private CompletableFuture<List<Held>> held() {
        CompletableFuture<List<Held>> now = services.mailboxes().held(asked.agentId());
        return asked.last().isEmpty()
                ? now
                : now.thenCompose(before -> services.mailboxes().held(asked.agentId()));
    }

    private void resume(List<Held> held) {
        held.forEach(one -> note(one.leased()));
        asked.last()
                .ifPresent(seen -> held.stream()
                        .filter(one -> EventId.of(one).compareTo(seen) > 0)
                        .forEach(this::write));
        writeSoon();
    }

    @Override
    public void deliver(List<Leased> leased) {
        leased.stream().sorted(Comparator.comparing(this::idOf)).forEach(one -> {
            note(one);
            if (!write(held(one))) {
                mailbox.giveBack(one);
            }
        });
        writeSoon();
    }

    private void note(Leased leased) {
        unacknowledged.put(
                leased.delivery().messageId(),
                leased.delivery().leaseExpiresAt().orElse(Instant.MAX));
    }

    private Held held(Leased fresh) {
        Instant until = fresh.delivery().leaseExpiresAt().orElseThrow();
        return new Held(fresh, until.minus(services.lease()));
    }

    private EventId idOf(Leased fresh) {
        return EventId.of(held(fresh));
    }

    private boolean write(Held held) {
        return output.add(
                held.leased().message().sizeBytes() + ENVELOPE,
                () -> "id: " + EventId.of(held) + "\nevent: message\ndata: " + LeasedJson.write(held.leased())
                        + "\n\n");
    }

    private void writeSoon() {
        streams.execute(output::write);
    }

    @Override
    public boolean isCongested() {
        return output.isCongested();
    }

    @Override
    public void relieved() {
        mailbox.resume();
    }

    /** A message makes room for another. One that ran out of its lease tells that nobody is there to answer. */
    @Override
    public void released(Delivery delivery) {
        Instant until = unacknowledged.remove(delivery.messageId());
        if (until == null) {
            return;
        }
        if (delivery.state() != DeliveryState.HANDLED && !services.clock().now().isBefore(until)) {
            end("unacknowledged: a message was not acknowledged in time");
            return;
        }
        mailbox.grant(1, asked.mostInFlight());
    }

    @Override
    public void ended(End reason) {
        end(Ending.of(reason));
    }

    void end(Ending ending) {
        if (ending == Ending.REPLACED) {
            // The newer one sends that again, if its client goes on with what it saw.
            output.forget();
        }
        end(ending.reason() + ": " + ending.detail());
    }

    /** Says why in a comment, then ends the response. */
    private void end(String reason) {
        if (ending.compareAndSet(false, true)) {
            mailbox.close();
            output.finish(": " + reason + "\n\n");
            writeSoon();
            alarms.after(Streams.PATIENCE, this::drained);
        }
    }

    @Override
    public void drained() {
        streams.execute(this::close);
    }

    @Override
    public void broken(String reason) {
        LOG.debug("A stream of {} ends: {}", asked.agentId(), reason);
        ending.set(true);
        mailbox.close();
        streams.execute(() -> HangUpValve.cut(async));
        alarms.after(Streams.PATIENCE, this::drained);
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            mailbox.close();
            alarms.close();
            output.close();
            try {
                async.complete();
            } catch (IllegalStateException gone) {
                LOG.debug("The container has ended a stream already", gone);
            }
            streams.remove(this);
            onClosed.run();
        }
    }

    private void tickLater() {
        alarms.after(services.settings().heartbeat(), this::tick);
    }

    private void tick() {
        if (closed.get()) {
            return;
        }
        Instant now = services.clock().now();
        long written = output.written();
        if (output.isEmpty() || written != writtenBefore) {
            lastProgress = now;
            writtenBefore = written;
        }
        if (output.isEmpty()) {
            output.add(": heartbeat\n\n");
            writeSoon();
        } else if (lastProgress.plus(services.settings().sendTimeout()).isBefore(now)) {
            broken("it takes nothing");
            return;
        }
        tickLater();
    }
}

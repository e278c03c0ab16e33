package io.caxton.spring.gateway;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Mailboxes.LeaseResult;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pushes the messages of one mailbox to a {@link FeedSink}, never more than it was given credit for nor than the instance
 * may have in flight. No thread waits: it looks whenever credit comes, the mailbox is said to hold something, or a backoff
 * ends.
 */
public final class Feed implements AutoCloseable {
    /** What one look at the mailbox leases at most. */
    private static final int MOST_AT_ONCE = 64;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final long NO_TIMER = Long.MAX_VALUE;

    private final String agentId;
    private final FeedSink sink;
    private final Feeds feeds;
    private final LocalState state;
    private final DeliveryEngine engine;
    private final NodeClock clock;
    private final Alarms alarms;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean lookAgain = new AtomicBoolean();
    private final AtomicBoolean missed = new AtomicBoolean();
    private final AtomicLong timerAt = new AtomicLong(NO_TIMER);
    /** What the instance holds, whoever handed it over; guarded by itself, as is what follows. */
    private final Set<String> held = new HashSet<>();

    private int credit;
    private int reserved;
    private boolean seeded;
    private volatile boolean closed;

    Feed(String agentId, FeedSink sink, Feeds feeds, LocalState state, DeliveryEngine engine, NodeClock clock) {
        this.agentId = agentId;
        this.sink = sink;
        this.feeds = feeds;
        this.state = state;
        this.engine = engine;
        this.clock = clock;
        this.alarms = new Alarms(clock);
    }

    public String agentId() {
        return agentId;
    }

    /** What is to happen while it is open. */
    Alarms alarms() {
        return alarms;
    }

    public boolean isOpen() {
        return !closed;
    }

    /** Lets it push {@code more} messages, up to {@code most} in all; what would exceed that is not granted. */
    public void grant(int more, int most) {
        synchronized (held) {
            credit = (int) Math.min(Math.max(credit, most), (long) credit + more);
        }
        look();
    }

    /** The sink is congested no more. */
    public void resume() {
        look();
    }

    /** Learns what the instance holds from before; nothing is pushed until then. */
    void begin() {
        var unused = state.write(tx -> {
                    List<Delivery> leased = tx.deliveries().leasedTo(agentId, Integer.MAX_VALUE);
                    // Before it is told that any of these has ended.
                    tx.afterCommit(() -> seed(leased));
                    return true;
                })
                .whenComplete((seeding, failure) -> {
                    if (failure != null) {
                        failed(failure, this::begin);
                    }
                });
    }

    private void seed(List<Delivery> leased) {
        synchronized (held) {
            leased.forEach(delivery -> held.add(delivery.messageId()));
            seeded = true;
        }
        look();
    }

    /** Whether it would push now. */
    boolean hasRoom() {
        synchronized (held) {
            return room() > 0;
        }
    }

    /** Without room only because of a look that is not told of yet, it is looked again when that gives its places back. */
    private boolean hasRoomOrMisses() {
        synchronized (held) {
            boolean room = room() > 0;
            if (!room && reserved > 0) {
                missed.set(true);
            }
            return room;
        }
    }

    private int room() {
        return closed || !seeded || sink.isCongested()
                ? 0
                : Math.min(credit, feeds.maxInFlight(agentId) - held.size() - reserved);
    }

    private int reserve(int most) {
        synchronized (held) {
            int taken = Math.max(0, Math.min(room(), most));
            credit -= taken;
            reserved += taken;
            return taken;
        }
    }

    private void giveUp(int places) {
        synchronized (held) {
            credit += places;
            reserved -= places;
        }
        if (places > 0 && missed.getAndSet(false)) {
            look();
        }
    }

    private void hold(List<Leased> leased) {
        synchronized (held) {
            reserved -= leased.size();
            leased.forEach(one -> held.add(one.delivery().messageId()));
        }
    }

    /** Takes a place for one message that is not handed out by the mailbox. */
    boolean reserveDirectly() {
        return sink.takesDirectly() && reserve(1) == 1;
    }

    /** Pushes a message for which a place was taken, on this thread. */
    void pushDirectly(Leased leased) {
        hold(List.of(leased));
        sink.deliverDirectly(feeds.traced(leased));
    }

    void released(Delivery delivery) {
        boolean firstRoom;
        synchronized (held) {
            boolean before = room() > 0;
            held.remove(delivery.messageId());
            firstRoom = !before && room() > 0;
        }
        sink.released(delivery);
        // With room before, it was looked whenever something came.
        if (firstRoom) {
            feeds.available(agentId);
        }
    }

    /** Ends it without telling the sink. What it handed out stays leased to the instance. */
    @Override
    public void close() {
        closed = true;
        feeds.forget(this);
        alarms.close();
    }

    void end(FeedSink.End reason) {
        if (!closed) {
            close();
            sink.ended(reason);
        }
    }

    FeedSink sink() {
        return sink;
    }

    /** Leases what there is, soon, on the writer's thread. */
    void look() {
        if (!hasRoomOrMisses()) {
            return;
        }
        lookAgain.set(true);
        if (looking.compareAndSet(false, true)) {
            lookNow();
        }
    }

    private void lookNow() {
        lookAgain.set(false);
        var unused = state.write(this::handOver).whenComplete((next, failure) -> {
            looking.set(false);
            if (failure != null) {
                failed(failure, this::look);
            } else {
                next.ifPresent(this::lookAt);
            }
            if (lookAgain.get()) {
                look();
            }
        });
    }

    /**
     * In a work: leases what there is; it is pushed once that is durable.
     *
     * @return when there may be more, if that is not told by the engine
     */
    Optional<Instant> handOver(Transaction tx) {
        int places = reserve(MOST_AT_ONCE);
        if (places == 0) {
            return Optional.empty();
        }
        Instant now = clock.now();
        tx.onRollback(() -> giveUp(places));
        LeaseResult result = engine.mailboxes().lease(tx, now, agentId, places);
        List<Leased> leased = result.leased();
        tx.afterCommit(() -> {
            push(leased);
            giveUp(places - leased.size());
        });
        if (leased.isEmpty()) {
            return result.nextAvailableAt();
        }
        return leased.size() < places ? Optional.empty() : Optional.of(now);
    }

    private void push(List<Leased> leased) {
        hold(leased);
        if (closed) {
            leased.forEach(this::giveBack);
        } else if (!leased.isEmpty()) {
            sink.deliver(leased.stream().map(feeds::traced).toList());
        }
    }

    /** Returns a message that was never written to its receiver; it may be handed out again at once. */
    public void giveBack(Leased leased) {
        feeds.flush();
        var unused = state.write(tx -> engine.mailboxes()
                .withdraw(
                        tx,
                        clock.now(),
                        agentId,
                        leased.delivery().messageId(),
                        OptionalInt.of(leased.delivery().attempt()),
                        "its connection ended before it was sent"));
    }

    private void lookAt(Instant next) {
        long at = next.toEpochMilli();
        long planned = timerAt.get();
        Duration wait = Duration.between(clock.now(), next);
        if (wait.isNegative() || wait.isZero()) {
            look();
        } else if (at < planned && timerAt.compareAndSet(planned, at)) {
            alarms.after(wait, () -> {
                timerAt.compareAndSet(at, NO_TIMER);
                look();
            });
        }
    }

    private void failed(Throwable failure, Runnable again) {
        if (Reason.CLOSED.isWhy(failure)) {
            end(FeedSink.End.STOPPING);
        } else {
            alarms.after(PAUSE_AFTER_FAILURE, again);
        }
    }
}

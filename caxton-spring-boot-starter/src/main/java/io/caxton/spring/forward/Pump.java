package io.caxton.spring.forward;

import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.storage.Failures;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one kind of traffic to one node, so many batches at once; what comes meanwhile forms the next batches. After a call
 * that was not answered it pauses, longer each time. When it is told that the node is there it goes on at once: calls from before
 * that, which may take long to fail, hold up nothing and no longer count. Safe for use by several threads.
 *
 * @param <B> a batch
 */
final class Pump<B> {
    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

    /** Between calls that are not answered. */
    private static final RetryPolicy PAUSES =
            new RetryPolicy(1, Duration.ofMillis(50), 2.0, Duration.ofSeconds(5), 0.5);

    private static final int MOST_FAILURES = 16;

    /** So many in a row are told, once: the first ones are usual when a node goes. */
    private static final int TELL_AFTER = 8;

    /** What was not answered is held back no longer than this; the pause of the whole does the rest. */
    private static final Duration LONGEST_HOLD = Duration.ofMillis(250);

    /** A node that comes back is not called by all others in the same moment. */
    private static final long SPREAD_MILLIS = 100;

    /** A sign of life that came by another way ends a pause no more often than this. */
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(1);

    private final String nodeId;
    private final Traffic<B> traffic;
    private final PeerCalls calls;
    private final NodeClock clock;
    private final RandomGenerator random;
    private final Executor executor;
    private final int most;
    private boolean open;
    private boolean taking;
    private boolean again;

    /** How often the node was said to be there. */
    private int life;

    /** Batches on their way, and those of them that were sent in this life. */
    private int inFlight;

    private int current;
    private int failures;
    private boolean told;
    private @Nullable Instant pausedUntil;
    private @Nullable Instant wakesAt;
    private @Nullable Instant lastSign;

    /** @param most batches in flight at once; twice as many while some of before the node came back are not answered */
    Pump(
            String nodeId,
            Traffic<B> traffic,
            PeerCalls calls,
            NodeClock clock,
            RandomGenerator random,
            Executor executor,
            int most) {
        this.nodeId = nodeId;
        this.traffic = traffic;
        this.calls = calls;
        this.clock = clock;
        this.random = random;
        this.executor = executor;
        this.most = most;
    }

    /** The node is there, for the first time or again: what waits for it goes at once. */
    void open() {
        synchronized (this) {
            open = true;
            life++;
            current = 0;
            failures = 0;
            told = false;
            pausedUntil = null;
        }
        clock.after(Duration.ofMillis(random.nextLong(SPREAD_MILLIS)), this::wake);
    }

    /** The node is not there: nothing is sent until it is. */
    synchronized void close() {
        open = false;
    }

    /** The node has shown that it is up, though nothing was heard of it: a pause ends. */
    void sign() {
        synchronized (this) {
            Instant now = clock.now();
            boolean soon = lastSign != null && now.isBefore(lastSign.plus(BETWEEN_SIGNS)) && !now.isBefore(lastSign);
            if (!isPaused() || soon) {
                return;
            }
            lastSign = now;
            pausedUntil = null;
        }
        wake();
    }

    /** There may be something to send. */
    void wake() {
        synchronized (this) {
            if (taking || current >= most || inFlight >= 2 * most) {
                again = true;
                return;
            }
            if (!open) {
                return;
            }
            Instant until = pausedUntil;
            if (until != null && isPaused()) {
                wakeAt(until);
                return;
            }
            taking = true;
            again = false;
        }
        run(this::take);
    }

    /** In a work that has put something there: takes it, if nothing is on its way, and sends it once it is durable. */
    void handOver(Transaction tx) {
        synchronized (this) {
            if (!isIdle() || !open || isPaused()) {
                return;
            }
            taking = true;
        }
        tx.onRollback(() -> taken(false));
        Optional<B> batch = traffic.take(tx, nodeId);
        tx.afterCommit(() -> {
            if (batch.isPresent()) {
                int of = begin();
                run(() -> send(batch.get(), of));
            } else {
                taken(false);
            }
        });
    }

    /** A pause that is longer than any ends: the clock was set back. */
    private boolean isPaused() {
        Instant now = clock.now();
        return pausedUntil != null
                && now.isBefore(pausedUntil)
                && !now.plus(PAUSES.maxBackoff()).isBefore(pausedUntil);
    }

    private void take() {
        var unused = attempt(() -> traffic.take(nodeId))
                .whenComplete((taken, failure) -> run(() -> {
                    if (failure != null) {
                        LOG.warn("What waits for node {} cannot be taken", nodeId, failure);
                        taken(true);
                    } else if (taken.batch().isEmpty()) {
                        taken(false);
                        taken.next().ifPresent(this::wakeAt);
                    } else {
                        send(taken.batch().get(), begin());
                    }
                }));
    }

    /** What throws at once has failed as what fails later. */
    private static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void wakeAt(Instant next) {
        synchronized (this) {
            if (wakesAt != null && !wakesAt.isAfter(next)) {
                return;
            }
            wakesAt = next;
        }
        Duration wait = Duration.between(clock.now(), next);
        clock.after(wait.isNegative() ? Duration.ZERO : wait, () -> {
            synchronized (this) {
                wakesAt = null;
            }
            wake();
        });
    }

    /** One is on its way: another may be taken. Returns the life that it is of. */
    private int begin() {
        int of;
        synchronized (this) {
            taking = false;
            inFlight++;
            current++;
            of = life;
        }
        wake();
        return of;
    }

    private void send(B batch, int of) {
        var unused = attempt(() -> calls.call(nodeId, traffic.operation(), traffic.encode(batch)))
                .whenComplete((bytes, failure) -> run(() -> {
                    if (failure == null) {
                        settle(batch, of, bytes);
                    } else {
                        LOG.debug("Node {} did not answer", nodeId, failure);
                        giveBack(batch, of, failure, mayHaveArrived(failure));
                    }
                }));
    }

    private void settle(B batch, int of, byte[] answer) {
        CompletableFuture<?> settled;
        try {
            settled = traffic.settled(nodeId, batch, answer);
        } catch (RuntimeException unreadable) {
            LOG.warn("The answer of node {} cannot be read: {}", nodeId, unreadable.getMessage());
            giveBack(batch, of, unreadable, true);
            return;
        }
        var unused = settled.whenComplete((done, failure) -> run(() -> ended(of, failure)));
    }

    private static boolean mayHaveArrived(Throwable failure) {
        return !(Failures.causeOf(failure) instanceof PeerUnavailableException unavailable)
                || unavailable.mayHaveArrived();
    }

    private void giveBack(B batch, int of, Throwable why, boolean mayHaveArrived) {
        Duration hold = hold(of);
        var unused = attempt(() ->
                        traffic.unanswered(nodeId, batch, hold, mayHaveArrived).thenApply(done -> true))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("What node {} did not answer waits until its lease is over", nodeId, failure);
                    }
                    run(() -> ended(of, why));
                });
    }

    /** What was sent before the node came back waits for nothing. */
    private synchronized Duration hold(int of) {
        if (of != life) {
            return Duration.ZERO;
        }
        Duration pause = PAUSES.backoff(Math.min(failures + 1, MOST_FAILURES), random);
        return pause.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : pause;
    }

    /** Something was taken, though not a batch. */
    private void taken(boolean failed) {
        Optional<Instant> later;
        boolean goOn;
        synchronized (this) {
            taking = false;
            later = failed ? Optional.of(pause()) : Optional.empty();
            goOn = again;
        }
        goOn(goOn, later);
    }

    private void ended(int of, @Nullable Throwable failure) {
        Optional<Instant> later = Optional.empty();
        Throwable why = null;
        synchronized (this) {
            inFlight--;
            if (of == life) {
                current--;
                if (failure == null) {
                    failures = 0;
                    told = false;
                    pausedUntil = null;
                } else {
                    later = Optional.of(pause());
                    if (!told && failures >= TELL_AFTER) {
                        told = true;
                        why = failure;
                    }
                }
            }
        }
        if (why != null) {
            LOG.warn(
                    "What waits for node {} ({}) stays here and is tried again: {} calls in a row came to nothing, the last one: {}",
                    nodeId,
                    traffic.operation(),
                    TELL_AFTER,
                    Failures.causeOf(why).getMessage());
        }
        goOn(true, later);
    }

    /** To be called with the lock of this. */
    private Instant pause() {
        failures = Math.min(failures + 1, MOST_FAILURES);
        Instant until = clock.now().plus(PAUSES.backoff(failures, random));
        pausedUntil = until;
        return until;
    }

    private void goOn(boolean now, Optional<Instant> later) {
        later.ifPresent(this::wakeAt);
        if (now) {
            wake();
        }
    }

    private void run(Runnable step) {
        try {
            executor.execute(() -> {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    LOG.error("Sending to node {} has stopped until it is heard of again", nodeId, e);
                }
            });
        } catch (RejectedExecutionException closed) {
            LOG.debug("Nothing more is sent to node {}", nodeId);
        }
    }

    /** Whether the node is there, as far as membership says. */
    synchronized boolean isOpen() {
        return open;
    }

    /** Whether nothing is on its way or being taken. */
    synchronized boolean isIdle() {
        return !taking && inFlight == 0;
    }

    /** How many batches are on their way. */
    synchronized int inFlight() {
        return inFlight;
    }
}

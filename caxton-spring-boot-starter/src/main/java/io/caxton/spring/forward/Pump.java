package io.caxton.spring.forward;

import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one kind of traffic to one node, so many batches at once; what comes meanwhile forms the next batches. After a call
 * that was not answered it pauses, longer each time, and goes on at once when it is told that the node is there. Safe for use by
 * several threads.
 *
 * @param <B> a batch
 */
final class Pump<B> {
    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

    /** Between calls that are not answered. */
    private static final RetryPolicy PAUSES =
            new RetryPolicy(1, Duration.ofMillis(50), 2.0, Duration.ofSeconds(5), 0.5);

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
    private int inFlight;
    private int failures;
    private @Nullable Instant pausedUntil;
    private @Nullable Instant wakesAt;

    /** @param most batches in flight at once */
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

    /** The node is there: what waits for it goes at once. */
    void open() {
        synchronized (this) {
            open = true;
            failures = 0;
            pausedUntil = null;
        }
        wake();
    }

    /** The node is not there: nothing is sent until it is. */
    synchronized void close() {
        open = false;
    }

    /** There may be something to send. */
    void wake() {
        synchronized (this) {
            if (taking || inFlight == most) {
                again = true;
                return;
            }
            if (!open || isPaused()) {
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
        tx.onRollback(() -> ended(false, false));
        Optional<B> batch = traffic.take(tx, nodeId);
        tx.afterCommit(() -> {
            if (batch.isPresent()) {
                begin();
                run(() -> send(batch.get()));
            } else {
                ended(false, false);
            }
        });
    }

    private boolean isPaused() {
        return pausedUntil != null && clock.now().isBefore(pausedUntil);
    }

    private void take() {
        var unused = traffic.take(nodeId)
                .whenComplete((taken, failure) -> run(() -> {
                    if (failure != null) {
                        LOG.warn("What waits for node {} cannot be taken", nodeId, failure);
                        ended(true, false);
                    } else if (taken.batch().isEmpty()) {
                        ended(false, false);
                        taken.next().ifPresent(this::wakeAt);
                    } else {
                        begin();
                        send(taken.batch().get());
                    }
                }));
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

    /** One is on its way: another may be taken. */
    private void begin() {
        synchronized (this) {
            taking = false;
            inFlight++;
        }
        wake();
    }

    private void send(B batch) {
        CompletableFuture<byte[]> answer;
        try {
            answer = calls.call(nodeId, traffic.operation(), traffic.encode(batch));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        var unused = answer.whenComplete((bytes, failure) -> run(() -> {
            if (failure == null) {
                settle(batch, bytes);
            } else {
                LOG.debug("Node {} did not answer", nodeId, failure);
                giveBack(batch, mayHaveArrived(failure));
            }
        }));
    }

    private void settle(B batch, byte[] answer) {
        CompletableFuture<?> settled;
        try {
            settled = traffic.settled(nodeId, batch, answer);
        } catch (RuntimeException unreadable) {
            LOG.warn("The answer of node {} cannot be read: {}", nodeId, unreadable.getMessage());
            giveBack(batch, true);
            return;
        }
        var unused = settled.whenComplete((done, failure) -> run(() -> ended(failure != null, true)));
    }

    private static boolean mayHaveArrived(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return !(cause instanceof PeerUnavailableException unavailable) || unavailable.mayHaveArrived();
    }

    private void giveBack(B batch, boolean mayHaveArrived) {
        Duration delay = pause();
        var unused = traffic.unanswered(nodeId, batch, delay, mayHaveArrived)
                .whenComplete((done, failure) -> run(() -> ended(true, true)));
    }

    private synchronized Duration pause() {
        return PAUSES.backoff(Math.min(++failures, 16), random);
    }

    /** A batch has ended, or there was none. */
    private void ended(boolean failed, boolean batch) {
        boolean goOn;
        Optional<Instant> later = Optional.empty();
        synchronized (this) {
            if (batch) {
                inFlight--;
            } else {
                taking = false;
            }
            if (failed) {
                Instant until = clock.now().plus(PAUSES.backoff(Math.max(1, Math.min(failures, 16)), random));
                pausedUntil = until;
                later = Optional.of(until);
            } else if (batch) {
                failures = 0;
                pausedUntil = null;
            }
            goOn = again || batch;
        }
        later.ifPresent(this::wakeAt);
        if (goOn) {
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

package io.caxton.simulation.cluster;

import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.storage.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the pump of the starter, with the same policy: so many batches at once to one node, what comes meanwhile forms
 * the next; after a call that was not answered it pauses, longer each time, until it hears that the node is there.
 */
final class Pump<B> {
    private static final RetryPolicy PAUSES =
            new RetryPolicy(1, Duration.ofMillis(50), 2.0, Duration.ofSeconds(5), 0.5);

    /** One kind of what is sent. */
    interface Traffic<B> {
        /**
         * What was taken to be sent.
         *
         * @param next when there may be something, if nothing else tells
         */
        record Taken<B>(Optional<B> batch, Optional<Instant> next) {}

        CompletableFuture<Taken<B>> take();

        CompletableFuture<byte[]> send(B batch);

        CompletableFuture<?> settled(B batch, byte[] answer);

        CompletableFuture<?> unanswered(B batch, Duration delay, boolean mayHaveArrived);
    }

    private final Node node;
    private final Traffic<B> traffic;
    private final int most;
    private boolean open;
    private boolean taking;
    private boolean again;
    private int inFlight;
    private int failures;
    private @Nullable Instant pausedUntil;
    private @Nullable Instant wakesAt;

    Pump(Node node, Traffic<B> traffic, int most) {
        this.node = node;
        this.traffic = traffic;
        this.most = most;
    }

    boolean isOpen() {
        return open;
    }

    int inFlight() {
        return inFlight;
    }

    void open() {
        open = true;
        failures = 0;
        pausedUntil = null;
        wake();
    }

    void close() {
        open = false;
    }

    void wake() {
        if (taking || inFlight == most) {
            again = true;
        } else if (open && pausedUntil != null && node.now().isBefore(pausedUntil)) {
            // Also if it is the end of the pause, as a slow clock shows it.
            wakeAt(pausedUntil);
        } else if (open) {
            taking = true;
            again = false;
            var unused = traffic.take().whenComplete(this::taken);
        }
    }

    private void taken(Traffic.@Nullable Taken<B> taken, @Nullable Throwable failure) {
        taking = false;
        if (failure != null || taken == null) {
            pause();
            goOnIf(again);
        } else if (taken.batch().isEmpty()) {
            taken.next().ifPresent(this::wakeAt);
            goOnIf(again);
        } else {
            inFlight++;
            wake();
            B batch = taken.batch().get();
            var unused = traffic.send(batch).whenComplete((answer, unanswered) -> {
                if (unanswered == null) {
                    var unusedToo = traffic.settled(batch, answer).whenComplete((nothing, e) -> ended(e != null));
                } else {
                    giveBack(batch, mayHaveArrived(unanswered));
                }
            });
        }
    }

    private static boolean mayHaveArrived(Throwable failure) {
        return !(Failures.causeOf(failure) instanceof Unanswered unanswered) || unanswered.mayHaveArrived();
    }

    private void giveBack(B batch, boolean mayHaveArrived) {
        Duration delay = PAUSES.backoff(Math.min(++failures, 16), node.random());
        var unused = traffic.unanswered(batch, delay, mayHaveArrived).whenComplete((done, e) -> ended(true));
    }

    private void ended(boolean failed) {
        inFlight--;
        if (failed) {
            pause();
        } else {
            failures = 0;
            pausedUntil = null;
        }
        wake();
    }

    private void goOnIf(boolean asked) {
        if (asked) {
            wake();
        }
    }

    private void pause() {
        Instant until = node.now().plus(PAUSES.backoff(Math.max(1, Math.min(failures, 16)), node.random()));
        pausedUntil = until;
        wakeAt(until);
    }

    private void wakeAt(Instant next) {
        if (wakesAt != null && !wakesAt.isAfter(next)) {
            return;
        }
        wakesAt = next;
        Duration wait = Duration.between(node.now(), next);
        node.computer().after(wait.isNegative() ? Duration.ZERO : wait.plusMillis(1), () -> {
            wakesAt = null;
            wake();
        });
    }

    @Override
    public String toString() {
        return (open ? "open" : "closed") + (taking ? ", taking" : "") + ", " + inFlight + " in flight, " + failures
                + " failures, paused until " + pausedUntil + ", wakes at " + wakesAt;
    }
}

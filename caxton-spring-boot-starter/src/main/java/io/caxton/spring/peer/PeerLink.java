package io.caxton.spring.peer;

import io.caxton.spring.cluster.ClusterMember;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this node remembers of one other: how to reach it, the session, what is in flight, whether it answers. */
final class PeerLink {
    /** A node whose requests come, and which does not answer, is tried no more often. */
    static final Duration BETWEEN_TRIALS = Duration.ofSeconds(1);

    private final String nodeId;
    private final URI base;
    private final long epoch;
    private final CircuitBreaker breaker;
    private final Semaphore free;
    private volatile long incarnation;
    private boolean tried;
    private long triedAt;
    private @Nullable CompletableFuture<Session> session;

    PeerLink(ClusterMember member, URI base, CircuitBreaker breaker, int maxCalls) {
        this.nodeId = member.nodeId();
        this.base = base;
        this.epoch = member.epoch();
        this.incarnation = member.incarnation();
        this.breaker = breaker;
        this.free = new Semaphore(maxCalls);
    }

    /** Whether it is still the same process at the same place. */
    boolean leadsTo(ClusterMember member, URI at) {
        return base.equals(at) && epoch == member.epoch();
    }

    /** A member that speaks again for itself is there: there is no reason to wait any longer. */
    synchronized void heard(long of) {
        if (of > incarnation) {
            incarnation = of;
            if (breaker.getState() != CircuitBreaker.State.CLOSED) {
                breaker.reset();
            }
        }
    }

    /** It has called this node: while it is not called, it is on trial at once, but not again and again. */
    synchronized void heardFrom(long nanos) {
        if (breaker.getState() == CircuitBreaker.State.OPEN && (!tried || nanos - triedAt > BETWEEN_TRIALS.toNanos())) {
            tried = true;
            triedAt = nanos;
            breaker.transitionToHalfOpenState();
        }
    }

    String nodeId() {
        return nodeId;
    }

    URI at(String path) {
        return URI.create(base + path);
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    Semaphore free() {
        return free;
    }

    /** As it is counted: 0 closed, 1 half open, 2 open. */
    int breakerFigure() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> 2;
            case HALF_OPEN -> 1;
            default -> 0;
        };
    }

    /** The session in use, or one that is being made; only one is made at a time. */
    synchronized CompletableFuture<Session> session(
            Predicate<Session> usable, Supplier<CompletableFuture<Session>> maker) {
        CompletableFuture<Session> current = session;
        if (current != null && (!current.isDone() || isUsable(current, usable))) {
            return current;
        }
        CompletableFuture<Session> made = maker.get();
        session = made;
        return made;
    }

    private static boolean isUsable(CompletableFuture<Session> current, Predicate<Session> usable) {
        return !current.isCompletedExceptionally() && usable.test(current.join());
    }

    /** The next call makes another session, if this one is in use. */
    synchronized void drop(Session spent) {
        CompletableFuture<Session> current = session;
        if (current != null && current.isDone() && !current.isCompletedExceptionally() && current.join() == spent) {
            session = null;
        }
    }
}

package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerFrames.Letter;
import io.caxton.spring.peer.PeerTransport.Reply;
import io.caxton.swim.wire.KeyRing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls other nodes: one session, one breaker and so many calls at once for each of them. Safe for use by several threads. */
final class PeerClient implements PeerCalls, PeerWitness, AutoCloseable {
    /** Calls to all nodes together. */
    static final int MOST_CALLS = 1024;

    private final PeerLinks links;
    private final Greeter greeter;
    private final Supplier<PeerTransport> transport;
    private final Supplier<Optional<KeyRing>> ring;
    private final int maxBytes;
    private final Duration timeout;
    private final long sessionNanos;
    private final LongSupplier nanos;
    private final PeerListener listener;
    private final Semaphore free = new Semaphore(MOST_CALLS);
    private final InFlight inFlight = new InFlight(MOST_CALLS);

    PeerClient(
            PeerLinks links,
            Greeter greeter,
            Supplier<PeerTransport> transport,
            Supplier<Optional<KeyRing>> ring,
            int maxBytes,
            Duration timeout,
            Duration sessionAge,
            LongSupplier nanos,
            PeerListener listener) {
        this.links = links;
        this.greeter = greeter;
        this.transport = transport;
        this.ring = ring;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
        this.sessionNanos = sessionAge.toNanos();
        this.nanos = nanos;
        this.listener = listener;
    }

    @Override
    public int maxBytes() {
        return maxBytes;
    }

    @Override
    public void heardFrom(String nodeId) {
        links.heardFrom(nodeId, nanos.getAsLong());
    }

    int callsInFlight() {
        return MOST_CALLS - free.availablePermits();
    }

    @Override
    public CompletableFuture<byte[]> call(String nodeId, PeerOperation operation, byte[] body) {
        if (body.length > maxBytes) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("a request has at most " + maxBytes + " bytes, not " + body.length));
        }
        long begun = nanos.getAsLong();
        try {
            PeerLink link = links.to(nodeId);
            take(link);
            return start(link, operation, body, begun);
        } catch (CallFailedException notTried) {
            listener.called(operation, notTried.outcome(), Duration.ofNanos(nanos.getAsLong() - begun));
            return CompletableFuture.failedFuture(new PeerUnavailableException(nodeId, notTried.reason()));
        }
    }

    private void take(PeerLink link) {
        if (!link.free().tryAcquire()) {
            throw CallFailedException.notTried("full", "too many calls to it are in flight");
        }
        if (!free.tryAcquire()) {
            link.free().release();
            throw CallFailedException.notTried("full", "too many calls to all nodes are in flight");
        }
        if (!link.breaker().tryAcquirePermission()) {
            give(link);
            throw CallFailedException.notTried("open", "it did not answer before, and is not called for a while");
        }
    }

    private void give(PeerLink link) {
        free.release();
        link.free().release();
    }

    private CompletableFuture<byte[]> start(PeerLink link, PeerOperation operation, byte[] body, long begun) {
        Attempt attempt = new Attempt(link, operation, body);
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        // What the caller does next shall hold up neither the network's threads nor the timer's.
        CompletableFuture<byte[]> ended = answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (bytes, failure) -> {
                            attempt.giveUp();
                            return ended(link, operation, bytes, failure, begun);
                        },
                        inFlight);
        inFlight.add(answer);
        try {
            var unused = attempt.post(true).whenComplete((bytes, failure) -> {
                if (failure == null) {
                    answer.complete(bytes);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException notSent) {
            answer.completeExceptionally(notSent);
        }
        return ended;
    }

    private byte[] ended(
            PeerLink link, PeerOperation operation, byte @Nullable [] answer, @Nullable Throwable failure, long begun) {
        long took = nanos.getAsLong() - begun;
        give(link);
        if (answer != null) {
            link.breaker().onSuccess(took, TimeUnit.NANOSECONDS);
            listener.called(operation, "ok", Duration.ofNanos(took));
            return answer;
        }
        CallFailedException why = why(failure);
        if (why.isOfThePeer()) {
            link.breaker().onError(took, TimeUnit.NANOSECONDS, why);
        } else if (why.outcome().equals(InFlight.STOPPING)) {
            link.breaker().releasePermission();
        } else {
            link.breaker().onSuccess(took, TimeUnit.NANOSECONDS);
        }
        listener.called(operation, why.outcome(), Duration.ofNanos(took));
        throw new PeerUnavailableException(link.nodeId(), why.reason(), why);
    }

    private CallFailedException why(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CallFailedException known) {
            return known;
        }
        if (cause instanceof TimeoutException) {
            return new CallFailedException("timeout", "no answer within " + timeout, true, cause);
        }
        return new CallFailedException(
                "unreachable", cause == null ? "no answer" : "it cannot be reached: " + cause, true, cause);
    }

    /** One call, which may need two requests if the other node knows the session no more. */
    private final class Attempt {
        private final PeerLink link;
        private final PeerOperation operation;
        private final byte[] body;
        private volatile @Nullable CompletableFuture<Reply> exchange;

        Attempt(PeerLink link, PeerOperation operation, byte[] body) {
            this.link = link;
            this.operation = operation;
            this.body = body;
        }

        CompletableFuture<byte[]> post(boolean mayGreetAgain) {
            return link.session(PeerClient.this::isUsable, () -> greeter.greet(link))
                    .thenCompose(session -> post(session, mayGreetAgain));
        }

        private CompletableFuture<byte[]> post(Session session, boolean mayGreetAgain) {
            Letter letter = session.nextLetter(operation);
            byte[] request = PeerFrames.request(
                    session.id(), letter.number(), session.requests().seal(letter, body));
            CompletableFuture<Reply> sent = transport
                    .get()
                    .post(link.at(PeerPaths.of(operation)), request, session.http2(), maxBytes + Seal.OVERHEAD);
            exchange = sent;
            return sent.whenComplete((reply, failure) -> {
                        if (failure != null) {
                            // Perhaps a session that it does not know, whose refusal was lost with the connection.
                            link.drop(session);
                        }
                    })
                    .thenCompose(reply -> read(session, letter, reply, mayGreetAgain));
        }

        private CompletableFuture<byte[]> read(Session session, Letter letter, Reply reply, boolean mayGreetAgain) {
            if (reply.status() == 200) {
                try {
                    return CompletableFuture.completedFuture(
                            session.answers().open(letter.answered(), reply.body(), 0));
                } catch (RefusedException forged) {
                    return CompletableFuture.failedFuture(new CallFailedException(
                            "forged", "its answer was not sealed by the node that made the session", true, forged));
                }
            }
            if (reply.refusal().equals(Optional.of(Refusal.UNKNOWN_SESSION)) && mayGreetAgain) {
                link.drop(session);
                return post(false);
            }
            return CompletableFuture.failedFuture(reply.refusal()
                    .map(CallFailedException::refused)
                    .orElseGet(() -> new CallFailedException(
                            "no-node", "what is there answers " + reply.status() + ", as no node does", true, null)));
        }

        /** Nobody waits for it any more. */
        void giveUp() {
            CompletableFuture<Reply> current = exchange;
            if (current != null) {
                current.cancel(false);
            }
        }
    }

    private boolean isUsable(Session session) {
        return !session.isSpent()
                && nanos.getAsLong() - session.madeAt() < sessionNanos
                && PeerServer.isCurrent(session, ring.get());
    }

    /** Ends every call in flight. */
    @Override
    public void close() {
        inFlight.close();
    }
}

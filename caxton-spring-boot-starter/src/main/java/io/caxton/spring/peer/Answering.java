package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerServer.Opened;
import io.caxton.spring.peer.Turns.Turn;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/** Lets handlers answer what was proven, for so long and no longer. */
final class Answering {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private final Supplier<Map<PeerOperation, PeerHandler>> handlers;
    private final Supplier<List<PeerWitness>> witnesses;
    private final PeerServer server;
    private final int maxBytes;
    private final Duration timeout;
    private final LongSupplier nanos;
    private final PeerListener listener;
    private final LogGate gate;

    /**
     * @param handlers asked once, when the first request is there
     * @param witnesses the same
     */
    Answering(
            Supplier<List<PeerHandler>> handlers,
            Supplier<List<PeerWitness>> witnesses,
            PeerServer server,
            int maxBytes,
            Duration timeout,
            LongSupplier nanos,
            PeerListener listener) {
        this.handlers = SingletonSupplier.of(() -> byOperation(handlers.get()));
        this.witnesses = SingletonSupplier.of(witnesses);
        this.server = server;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
        this.nanos = nanos;
        this.listener = listener;
        this.gate = new LogGate(nanos);
    }

    private static Map<PeerOperation, PeerHandler> byOperation(List<PeerHandler> handlers) {
        Map<PeerOperation, PeerHandler> all = new EnumMap<>(PeerOperation.class);
        for (PeerHandler handler : handlers) {
            if (all.put(handler.operation(), handler) != null) {
                throw new IllegalStateException("two beans answer the peer operation " + handler.operation());
            }
        }
        return all;
    }

    /** Answers in time, and gives the turn back. */
    void answer(Opened request, AsyncContext async, Turn turn) {
        long begun = nanos.getAsLong();
        var unused = ask(request)
                .copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((body, failure) ->
                        onContainerThread(async, () -> finish(request, body, failure, async, turn, begun)));
    }

    private CompletableFuture<byte[]> ask(Opened request) {
        try {
            witnesses
                    .get()
                    .forEach(witness -> witness.heardFrom(request.session().client()));
            PeerHandler handler = handlers.get().get(request.letter().operation());
            if (handler == null) {
                return CompletableFuture.failedFuture(new RefusedException(Refusal.NO_HANDLER));
            }
            return handler.handle(request.session().client(), request.body());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whoever completed the answer shall not wait until a slow node has taken it. */
    private static void onContainerThread(AsyncContext async, Runnable task) {
        try {
            async.start(task);
        } catch (IllegalStateException | RejectedExecutionException stopping) {
            task.run();
        }
    }

    private void finish(
            Opened request,
            byte @Nullable [] body,
            @Nullable Throwable failure,
            AsyncContext async,
            Turn turn,
            long begun) {
        String outcome = "ok";
        try (turn) {
            HttpServletResponse response = (HttpServletResponse) async.getResponse();
            if (body != null && body.length <= maxBytes) {
                PeerDoor.write(response, server.answer(request, body));
            } else {
                Refusal refusal = refusal(request, failure);
                outcome = refusal.wireName();
                PeerDoor.write(response, refusal);
            }
        } catch (IOException | IllegalStateException gone) {
            outcome = "gone";
            LOG.debug("A node that asked is gone: {}", gone.toString());
        }
        complete(async);
        listener.answered(request.letter().operation(), outcome, Duration.ofNanos(nanos.getAsLong() - begun));
    }

    private Refusal refusal(Opened request, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            return refused.refusal();
        }
        if (cause instanceof TimeoutException) {
            return Refusal.TIMED_OUT;
        }
        if (gate.opensFor(request.letter().operation() + " " + request.session().client())) {
            LOG.warn(
                    "A request of node {} could not be answered ({})",
                    request.session().client(),
                    request.letter().operation(),
                    cause == null
                            ? new IllegalStateException("the answer is longer than " + maxBytes + " bytes")
                            : cause);
        }
        return Refusal.FAILED;
    }

    private static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (IllegalStateException ended) {
            LOG.debug("A request of a node had ended already");
        }
    }
}

package io.caxton.server.mcp;

import io.caxton.core.request.RequestLimits;
import io.caxton.core.request.RequestReader;
import io.caxton.server.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Calls that wait for something. The SDK's transport keeps a thread for each; where threads are dear, only so many may
 * wait that the rest of the node keeps some.
 */
final class Waits {
    private final RequestLimits limits;
    private final Optional<Semaphore> places;

    /** @param places how many may wait at once; empty where a thread costs nothing */
    Waits(RequestLimits limits, Optional<Integer> places) {
        this.limits = limits;
        this.places = places.map(Semaphore::new);
    }

    /** How long the model is ready to wait. */
    Duration read(RequestReader reader) {
        return Fields.seconds(reader, "wait_seconds", Duration.ZERO, limits.maxWait())
                .orElse(Duration.ZERO);
    }

    /** Starts what may wait so long. */
    <T> CompletableFuture<T> hold(Duration wait, Supplier<CompletableFuture<T>> action) {
        if (wait.isZero() || places.isEmpty()) {
            return action.get();
        }
        Semaphore free = places.get();
        if (!free.tryAcquire()) {
            throw ProblemType.OVERLOADED
                    .because("too many calls wait already; call again without wait_seconds, or later")
                    .retryAfter(Duration.ofSeconds(1))
                    .asException();
        }
        try {
            return action.get().whenComplete((result, failure) -> free.release());
        } catch (RuntimeException refused) {
            free.release();
            throw refused;
        }
    }
}

package io.caxton.server.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/**
 * Requests that wait for a commit, which is a matter of milliseconds. The request's own thread waits, since answering from
 * another one takes a second pass through all filters. Only so many do: when the disk is so slow that more of them wait,
 * the others give their threads back and are answered later, and threads stay free for whoever asks after health.
 */
final class CommitWaits {
    /** Well below the 200 threads that Tomcat has where threads are not virtual. */
    static final int MAX_BLOCKED = 128;

    private final Semaphore free = new Semaphore(MAX_BLOCKED);

    /** What a controller returns: the answer if this thread could wait for it, else its future. */
    @SuppressWarnings("FutureReturnValueIgnored") // Spring takes the future that it is returned
    <T> Object answer(CompletableFuture<T> committed, Function<T, ResponseEntity<JsonNode>> write) {
        if (!free.tryAcquire()) {
            return committed.thenApply(write);
        }
        try {
            return write.apply(committed.get());
        } catch (ExecutionException failed) {
            throw asUnchecked(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return committed.thenApply(write);
        } finally {
            free.release();
        }
    }

    private static RuntimeException asUnchecked(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(failed.getCause());
    }

    /** How many more may wait on their own threads. */
    int free() {
        return free.availablePermits();
    }
}

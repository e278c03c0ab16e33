package io.caxton.spring.forward;

import io.caxton.core.storage.Transaction;
import io.caxton.spring.peer.PeerOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Something that is sent to other nodes in batches.
 *
 * @param <B> a batch
 */
interface Traffic<B> {
    /**
     * What was taken to be sent.
     *
     * @param batch empty if nothing is to be sent now
     * @param next when there may be something, if nothing else tells; empty if it is not known
     */
    record Taken<B>(Optional<B> batch, Optional<Instant> next) {}

    PeerOperation operation();

    /** Takes a batch for a node. */
    CompletableFuture<Taken<B>> take(String nodeId);

    /** Takes a batch for a node within a work; empty if nothing is to be sent, or this kind of traffic is not taken so. */
    default Optional<B> take(Transaction tx, String nodeId) {
        return Optional.empty();
    }

    byte[] encode(B batch);

    /**
     * Notes what a node has answered to a batch.
     *
     * @throws RuntimeException if the answer cannot be read
     */
    CompletableFuture<?> settled(String nodeId, B batch, byte[] answer);

    /**
     * Notes that a node has not answered, and is asked again after {@code delay}.
     *
     * @param mayHaveArrived whether it may have the batch all the same
     */
    CompletableFuture<?> unanswered(String nodeId, B batch, Duration delay, boolean mayHaveArrived);
}

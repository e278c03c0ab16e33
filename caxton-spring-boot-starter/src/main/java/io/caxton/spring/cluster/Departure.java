package io.caxton.spring.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a node does before it says goodbye. */
public interface Departure {
    /** Goes at once. */
    Departure AT_ONCE = atMost -> CompletableFuture.completedFuture(Drained.NOTHING);

    /** Gives to others what they take; completes when nothing more can be given, or when the time is over. */
    CompletableFuture<Drained> drain(Duration atMost);

    /**
     * How a drain ended.
     *
     * @param moved how many messages other nodes have taken
     * @param left how many deliveries wait or are in work here all the same
     * @param complete whether nothing more could be given
     */
    record Drained(long moved, long left, boolean complete) {
        static final Drained NOTHING = new Drained(0, 0, true);
    }
}

package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import java.time.Duration;
import java.util.Optional;

/** Is told of every batch, on the writer's thread: must not block. What it throws is logged. */
@FunctionalInterface
public interface CommitListener {
    /** Listens to nothing. */
    CommitListener NONE = (works, took, failure) -> {};

    /**
     * A batch has ended.
     *
     * @param works how many works it held, at least 1; works that threw included
     * @param took how long its commit took; zero if there was nothing to commit
     * @param failure why the whole batch was rolled back; empty if it is durable
     */
    void onBatch(int works, Duration took, Optional<LocalStateException> failure);
}

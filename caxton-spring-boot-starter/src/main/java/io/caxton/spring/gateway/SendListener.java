package io.caxton.spring.gateway;

import io.caxton.core.engine.AcceptResult;
import java.time.Duration;
import java.util.Optional;

/** Told how each submission ended. May be called on the writer's thread: must not block or throw. */
@FunctionalInterface
public interface SendListener {
    /** Does nothing. */
    SendListener NONE = (result, took) -> {};

    /**
     * A submission has been answered.
     *
     * @param result empty if the local state failed
     * @param took from the call until the answer, which for an accepted message is durable
     */
    void onSent(Optional<AcceptResult> result, Duration took);
}

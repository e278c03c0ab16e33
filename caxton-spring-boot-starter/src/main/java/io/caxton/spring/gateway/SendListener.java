package io.caxton.spring.gateway;

import io.caxton.core.engine.AcceptResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Told how each submission went. May be called on the writer's thread: must not block or throw. */
public interface SendListener {
    /** Does nothing. */
    SendListener NONE = new SendListener() {};

    /**
     * A submission has been checked, routed and put into its mailboxes, or refused; not yet durable.
     *
     * @param took the time of that alone, without waiting for the writer and for the disk
     */
    default void onRouted(Duration took) {}

    /**
     * A submission has been answered.
     *
     * @param result empty if the local state failed
     * @param took from the call until the answer, which for an accepted message is durable
     */
    default void onSent(Optional<AcceptResult> result, Duration took) {}

    /** Passes on to each of these, in order. */
    static SendListener all(List<SendListener> listeners) {
        return new SendListener() {
            @Override
            public void onRouted(Duration took) {
                listeners.forEach(l -> l.onRouted(took));
            }

            @Override
            public void onSent(Optional<AcceptResult> result, Duration took) {
                listeners.forEach(l -> l.onSent(result, took));
            }
        };
    }
}

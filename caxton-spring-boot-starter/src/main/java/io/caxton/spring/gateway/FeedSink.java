package io.caxton.spring.gateway;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.Mailboxes.Leased;
import java.util.List;

/** Where a feed pushes messages to. Called from any thread, often the writer's: must neither block nor throw. */
public interface FeedSink {
    /** Why a feed has ended. */
    enum End {
        /** Another one was opened for the same instance. */
        REPLACED,
        /** The instance is registered no more. */
        DEREGISTERED,
        /** The node stops. */
        STOPPING,
        /** The local state fails. */
        FAILED
    }

    /** Takes messages that are leased to the instance, in the order in which they were handed out. */
    void deliver(List<Leased> leased);

    /** Whether so much waits to be written that nothing more is to come; {@link Feed#resume} is called when it no longer does. */
    default boolean isCongested() {
        return false;
    }

    /** Whether it takes messages that are not stored yet: at-most-once ones, handed over in memory. */
    default boolean takesDirectly() {
        return false;
    }

    /** Takes a message that is not stored yet, on the sender's thread. Only if it {@link #takesDirectly}. */
    default void deliverDirectly(Leased leased) {
        deliver(List.of(leased));
    }

    /** A message of this instance has ended or went back to its queue: the receiver no longer holds it. */
    default void released(Delivery delivery) {}

    /** Nothing more comes. Not called when the sink's owner has closed the feed itself. */
    void ended(End reason);
}

package io.caxton.spring.gateway;

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

    /** A message that this feed handed out has ended or went back to its queue: the receiver no longer holds it. */
    default void released(String messageId, boolean finished) {}

    /** Nothing more comes. Not called when the sink's owner has closed the feed itself. */
    void ended(End reason);
}

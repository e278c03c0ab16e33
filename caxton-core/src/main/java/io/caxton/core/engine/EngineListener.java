package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.StoredMessage;
import java.time.Duration;

/** Told what happened, each time after it is durable. Called on one thread that all works share: must not block. */
public interface EngineListener {
    /** Does nothing. */
    EngineListener NONE = new EngineListener() {};

    /** A message of this instance may have become available. */
    default void available(String agentId) {}

    /** A conversation whose next message has this priority may have become available for another node. */
    default void waitsFor(String nodeId, Priority priority) {}

    /** A message was accepted; it may be a reply that someone waits for. */
    default void accepted(StoredMessage message) {}

    /** A message was handed out; {@code waited} is the time since it became available. */
    default void delivered(Delivery delivery, Duration waited) {}

    /** A delivery reached its outcome. */
    default void finished(Delivery delivery) {}

    /** Another node has taken a delivery, and will tell its outcome. */
    default void forwarded(Delivery delivery) {}

    /** A lease ended without an outcome; {@code delivery} is queued again, maybe for another instance by now. */
    default void returned(Delivery delivery) {}

    /** An instance has registered, or says something else of itself; not told of signs of life that change nothing else. */
    default void changed(AgentInstance agent) {}

    /** There is a report for a node that forwarded messages to this one. */
    default void reportsWaiting(String nodeId) {}

    /** An instance is registered no more. */
    default void removed(String agentId) {}
}

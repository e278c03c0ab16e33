package io.caxton.spring.gateway;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.EngineListener;
import io.caxton.core.storage.StoredMessage;
import java.time.Duration;
import java.util.List;

/** Passes what the engine tells on to everyone who asked, in the order they are listed. */
public final class NodeEvents implements EngineListener {
    private final List<EngineListener> listeners;

    public NodeEvents(List<EngineListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void available(String agentId) {
        listeners.forEach(l -> l.available(agentId));
    }

    @Override
    public void accepted(StoredMessage message) {
        listeners.forEach(l -> l.accepted(message));
    }

    @Override
    public void delivered(Delivery delivery, Duration waited) {
        listeners.forEach(l -> l.delivered(delivery, waited));
    }

    @Override
    public void finished(Delivery delivery) {
        listeners.forEach(l -> l.finished(delivery));
    }
}

package io.caxton.spring.gateway;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what the engine tells on to everyone who asked, in the order they are listed. What one throws keeps none of the others from hearing it. */
public final class NodeEvents implements EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(NodeEvents.class);

    private volatile List<EngineListener> listeners;

    public NodeEvents(List<EngineListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Tells these from now on. Listeners that need the gateways themselves are known only after the engine is made. */
    public void tell(List<EngineListener> others) {
        listeners = List.copyOf(others);
    }

    @Override
    public void available(String agentId) {
        forEach(l -> l.available(agentId));
    }

    @Override
    public void waitsFor(String nodeId, Priority priority) {
        forEach(l -> l.waitsFor(nodeId, priority));
    }

    @Override
    public void accepted(StoredMessage message) {
        forEach(l -> l.accepted(message));
    }

    @Override
    public void delivered(Delivery delivery, Duration waited) {
        forEach(l -> l.delivered(delivery, waited));
    }

    @Override
    public void finished(Delivery delivery) {
        forEach(l -> l.finished(delivery));
    }

    @Override
    public void forwarded(Delivery delivery) {
        forEach(l -> l.forwarded(delivery));
    }

    @Override
    public void returned(Delivery delivery) {
        forEach(l -> l.returned(delivery));
    }

    @Override
    public void changed(AgentInstance agent) {
        forEach(l -> l.changed(agent));
    }

    @Override
    public void reportsWaiting(String nodeId) {
        forEach(l -> l.reportsWaiting(nodeId));
    }

    @Override
    public void removed(String agentId) {
        forEach(l -> l.removed(agentId));
    }

    private void forEach(Consumer<EngineListener> event) {
        for (EngineListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn(
                        "{} failed on an event of the engine",
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}

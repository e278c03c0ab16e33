package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.DeliveryStore;
import io.caxton.spring.localstate.index.UnfinishedDeliveries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deliveries as they are durable: single ones and dead letters from the file, the orders of unfinished ones from memory
 * as of the last commit, which may be later than the one this work reads from.
 */
final class DurableDeliveries implements DeliveryStore {
    private final DeliveryTable deliveries;
    private final Memory memory;

    DurableDeliveries(Session session, Memory memory) {
        this.deliveries = new DeliveryTable(session);
        this.memory = memory;
    }

    @Override
    public Optional<Delivery> find(String messageId, AgentName agentName) {
        return deliveries.find(messageId, agentName);
    }

    @Override
    public List<Delivery> ofMessage(String messageId) {
        return deliveries.ofMessage(messageId);
    }

    @Override
    public List<Delivery> deadLetters(Optional<AgentName> agentName, long after, int limit) {
        return deliveries.deadLetters(agentName, after, limit);
    }

    @Override
    public Map<DeliveryState, Long> counts() {
        return memory.durableCounts();
    }

    @Override
    public Optional<Delivery> firstUnfinished(AgentName agentName, String conversationId) {
        return memory.ask(unfinished -> unfinished.firstUnfinished(agentName, conversationId));
    }

    @Override
    public Optional<Delivery> next(Delivery delivery) {
        return memory.ask(unfinished -> unfinished.next(delivery));
    }

    @Override
    public List<Delivery> heads(Optional<String> agentId, long after, int limit) {
        return memory.ask(unfinished -> unfinished.heads(agentId, after, limit));
    }

    @Override
    public List<String> outboxes() {
        return memory.ask(UnfinishedDeliveries::outboxes);
    }

    @Override
    public List<Delivery> forwardedTo(String outbox, int limit) {
        return memory.ask(unfinished -> unfinished.forwardedTo(outbox, limit));
    }

    @Override
    public List<Delivery> forwardedUntil(Instant deadline, int limit) {
        return memory.ask(unfinished -> unfinished.forwardedUntil(deadline, limit));
    }

    @Override
    public Optional<Instant> nextForwardedDeadline() {
        return memory.ask(UnfinishedDeliveries::nextForwardedDeadline);
    }

    @Override
    public List<Delivery> available(String agentId, Instant now, int limit) {
        return memory.ask(unfinished -> unfinished.available(agentId, now, limit));
    }

    @Override
    public List<Delivery> available(String agentId, Priority priority, Instant now, int limit) {
        return memory.ask(unfinished -> unfinished.available(agentId, priority, now, limit));
    }

    @Override
    public Optional<Instant> nextAvailableAt(String agentId, Priority priority) {
        return memory.ask(unfinished -> unfinished.nextAvailableAt(agentId, priority));
    }

    @Override
    public Optional<Instant> nextAvailableAt(String agentId) {
        return memory.ask(unfinished -> unfinished.nextAvailableAt(agentId));
    }

    @Override
    public int leasedCount(String agentId) {
        return memory.ask(unfinished -> unfinished.leasedCount(agentId));
    }

    @Override
    public int backlog(String agentId) {
        return memory.ask(unfinished -> unfinished.backlog(agentId));
    }

    @Override
    public int depth(AgentName agentName) {
        return memory.ask(unfinished -> unfinished.depth(agentName));
    }

    @Override
    public int outgoing(AgentName agentName) {
        return memory.ask(unfinished -> unfinished.outgoing(agentName));
    }

    @Override
    public List<Delivery> leasesEnded(Instant now, int limit) {
        return memory.ask(unfinished -> unfinished.leasesEnded(now, limit));
    }

    @Override
    public List<Delivery> deadlinesPassed(Instant now, int limit) {
        return memory.ask(unfinished -> unfinished.deadlinesPassed(now, limit));
    }

    @Override
    public Optional<Instant> nextDeadline() {
        return memory.ask(unfinished -> unfinished.nextDeadline());
    }

    @Override
    public List<Delivery> leasedTo(String agentId, int limit) {
        return memory.ask(unfinished -> unfinished.leasedTo(agentId, limit));
    }

    @Override
    public List<String> conversationsHeldBy(AgentName agentName, Optional<String> agentId, int limit) {
        return memory.ask(unfinished -> unfinished.conversationsHeldBy(agentName, agentId, limit));
    }

    @Override
    public void save(Delivery delivery) {
        throw ReadOnly.refused();
    }

    @Override
    public int assign(AgentName agentName, String conversationId, Optional<String> agentId) {
        throw ReadOnly.refused();
    }
}

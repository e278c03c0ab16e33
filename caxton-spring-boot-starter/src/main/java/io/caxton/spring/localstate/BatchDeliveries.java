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
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Deliveries as the works of a batch see them: unfinished ones from memory, others from the batch and the file. */
final class BatchDeliveries implements DeliveryStore {
    private final UnitOfWork unit;
    private final UnfinishedDeliveries unfinished;

    BatchDeliveries(UnitOfWork unit) {
        this.unit = unit;
        this.unfinished = unit.memory.unfinished;
    }

    @Override
    public void save(Delivery delivery) {
        Optional<Delivery> before = find(delivery.messageId(), delivery.agentName());
        unit.memory.put(before, delivery);
        unit.current.put(delivery);
        if (before.filter(Memory::isDeadLetter).isPresent() != Memory.isDeadLetter(delivery)) {
            unit.current.deadLetters.add(delivery.messageId());
        }
    }

    @Override
    public Optional<Delivery> find(String messageId, AgentName agentName) {
        Optional<Delivery> found = unfinished.find(messageId, agentName);
        if (found.isPresent()) {
            return found;
        }
        for (Changes changes : List.of(unit.current, unit.earlier)) {
            @Nullable SortedMap<AgentName, Delivery> changed = changes.deliveries.get(messageId);
            @Nullable Delivery delivery = changed == null ? null : changed.get(agentName);
            if (delivery != null) {
                return Optional.of(delivery);
            }
        }
        if (isUnwritten(messageId)) {
            return Optional.empty();
        }
        unit.begin();
        return unit.deliveries.find(messageId, agentName);
    }

    private boolean isUnwritten(String messageId) {
        return unit.current.messages.containsKey(messageId) || unit.earlier.messages.containsKey(messageId);
    }

    @Override
    public List<Delivery> ofMessage(String messageId) {
        SortedMap<AgentName, Delivery> all = new TreeMap<>();
        if (!isUnwritten(messageId)) {
            unit.begin();
            unit.deliveries.ofMessage(messageId).forEach(delivery -> all.put(delivery.agentName(), delivery));
        }
        for (Changes changes : List.of(unit.earlier, unit.current)) {
            @Nullable SortedMap<AgentName, Delivery> changed = changes.deliveries.get(messageId);
            if (changed != null) {
                all.putAll(changed);
            }
        }
        return List.copyOf(all.values());
    }

    @Override
    public Optional<Delivery> firstUnfinished(AgentName agentName, String conversationId) {
        return unfinished.firstUnfinished(agentName, conversationId);
    }

    @Override
    public Optional<Delivery> next(Delivery delivery) {
        return unfinished.next(delivery);
    }

    @Override
    public List<Delivery> heads(Optional<String> agentId, long after, int limit) {
        return unfinished.heads(agentId, after, limit);
    }

    @Override
    public List<String> outboxes() {
        return unfinished.outboxes();
    }

    @Override
    public List<Delivery> forwardedTo(String outbox, int limit) {
        return unfinished.forwardedTo(outbox, limit);
    }

    @Override
    public List<Delivery> forwardedUntil(Instant deadline, int limit) {
        return unfinished.forwardedUntil(deadline, limit);
    }

    @Override
    public Optional<Instant> nextForwardedDeadline() {
        return unfinished.nextForwardedDeadline();
    }

    @Override
    public List<Delivery> available(String agentId, Instant now, int limit) {
        return unfinished.available(agentId, now, limit);
    }

    @Override
    public List<Delivery> available(String agentId, Priority priority, Instant now, int limit) {
        return unfinished.available(agentId, priority, now, limit);
    }

    @Override
    public Optional<Instant> nextAvailableAt(String agentId, Priority priority) {
        return unfinished.nextAvailableAt(agentId, priority);
    }

    @Override
    public Optional<Instant> nextAvailableAt(String agentId) {
        return unfinished.nextAvailableAt(agentId);
    }

    @Override
    public int leasedCount(String agentId) {
        return unfinished.leasedCount(agentId);
    }

    @Override
    public int backlog(String agentId) {
        return unfinished.backlog(agentId);
    }

    @Override
    public int depth(AgentName agentName) {
        return unfinished.depth(agentName);
    }

    @Override
    public int outgoing(AgentName agentName) {
        return unfinished.outgoing(agentName);
    }

    @Override
    public List<Delivery> leasesEnded(Instant now, int limit) {
        return unfinished.leasesEnded(now, limit);
    }

    @Override
    public List<Delivery> deadlinesPassed(Instant now, int limit) {
        return unfinished.deadlinesPassed(now, limit);
    }

    @Override
    public Optional<Instant> nextDeadline() {
        return unfinished.nextDeadline();
    }

    @Override
    public List<Delivery> leasedTo(String agentId, int limit) {
        return unfinished.leasedTo(agentId, limit);
    }

    @Override
    public List<String> conversationsHeldBy(AgentName agentName, Optional<String> agentId, int limit) {
        return unfinished.conversationsHeldBy(agentName, agentId, limit);
    }

    @Override
    public int assign(AgentName agentName, String conversationId, Optional<String> agentId) {
        List<Delivery> queued = unfinished.queued(agentName, conversationId);
        queued.forEach(delivery -> save(delivery.assignedTo(agentId)));
        return queued.size();
    }

    @Override
    public List<Delivery> deadLetters(Optional<AgentName> agentName, long after, int limit) {
        unit.settle();
        return unit.deliveries.deadLetters(agentName, after, limit);
    }

    @Override
    public Map<DeliveryState, Long> counts() {
        return unit.memory.counts();
    }
}

package io.caxton.core.storage;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.message.Priority;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deliveries in maps, indexed by lane, by instance and by deadline as a database would. */
final class InMemoryDeliveryStore implements DeliveryStore {
    private record Lane(AgentName agentName, String conversationId) {}

    private static final Comparator<Delivery> IN_ORDER =
            Comparator.comparing(Delivery::position).thenComparing(Delivery::agentName);
    private static final Comparator<Delivery> BY_PRIORITY =
            Comparator.comparing(Delivery::priority).reversed().thenComparing(IN_ORDER);
    private static final Comparator<Delivery> BY_LEASE = Comparator.comparing(
                    (Delivery d) -> d.leaseExpiresAt().orElse(Instant.MAX))
            .thenComparing(IN_ORDER);
    private static final Comparator<Delivery> BY_DEADLINE =
            Comparator.comparing(Delivery::expiresAt).thenComparing(IN_ORDER);

    private final UndoLog undo;
    private final Map<String, TreeMap<AgentName, Delivery>> byMessage = new HashMap<>();
    private final Map<Lane, NavigableSet<Delivery>> lanes = new HashMap<>();
    private final Map<AgentName, NavigableSet<Delivery>> unfinishedByName = new HashMap<>();
    private final Map<String, NavigableSet<Delivery>> unfinishedByInstance = new TreeMap<>();
    private final Map<String, NavigableSet<Delivery>> queuedHeads = new HashMap<>();
    private final Map<String, NavigableSet<Delivery>> leasedByInstance = new HashMap<>();
    private final NavigableSet<Delivery> leased = new TreeSet<>(BY_LEASE);
    private final NavigableSet<Delivery> queued = new TreeSet<>(BY_DEADLINE);
    private final NavigableSet<Delivery> forwarded = new TreeSet<>(BY_DEADLINE);
    private final Map<String, NavigableSet<Delivery>> forwardedByOutbox = new TreeMap<>();
    private final NavigableSet<Delivery> dead = new TreeSet<>(IN_ORDER);

    InMemoryDeliveryStore(UndoLog undo) {
        this.undo = undo;
    }

    @Override
    public void save(Delivery delivery) {
        Optional<Delivery> before = find(delivery.messageId(), delivery.agentName());
        replace(before, Optional.of(delivery));
        undo.add(() -> replace(Optional.of(delivery), before));
    }

    void remove(Delivery delivery) {
        replace(Optional.of(delivery), Optional.empty());
        undo.add(() -> replace(Optional.empty(), Optional.of(delivery)));
    }

    private void replace(Optional<Delivery> before, Optional<Delivery> after) {
        before.ifPresent(d -> {
            indexesOf(d).forEach(index -> index.remove(d));
            deliveriesOf(d.messageId()).remove(d.agentName());
        });
        after.ifPresent(d -> {
            indexesOf(d).forEach(index -> index.add(d));
            deliveriesOf(d.messageId()).put(d.agentName(), d);
        });
    }

    /** Every index that holds a delivery of this state. */
    private Stream<NavigableSet<Delivery>> indexesOf(Delivery d) {
        if (d.state() == DeliveryState.DEAD && !d.dismissed()) {
            return Stream.of(dead);
        }
        if (d.state().isFinal()) {
            return Stream.empty();
        }
        if (d.state() == DeliveryState.FORWARDED) {
            return Stream.of(forwarded, indexOf(forwardedByOutbox, d.agentId().orElseThrow(), IN_ORDER));
        }
        Stream<NavigableSet<Delivery>> always = Stream.of(
                lanes.computeIfAbsent(new Lane(d.agentName(), d.conversationId()), lane -> new TreeSet<>(IN_ORDER)),
                unfinishedByName.computeIfAbsent(d.agentName(), name -> new TreeSet<>(IN_ORDER)),
                d.state() == DeliveryState.LEASED ? leased : queued);
        Stream<NavigableSet<Delivery>> ofInstance = d.agentId().stream()
                .flatMap(id -> Stream.of(
                                Optional.of(indexOf(unfinishedByInstance, id, IN_ORDER)),
                                d.state() == DeliveryState.LEASED
                                        ? Optional.of(indexOf(leasedByInstance, id, IN_ORDER))
                                        : Optional.<NavigableSet<Delivery>>empty(),
                                d.state() == DeliveryState.QUEUED && d.head()
                                        ? Optional.of(indexOf(queuedHeads, id, BY_PRIORITY))
                                        : Optional.<NavigableSet<Delivery>>empty())
                        .flatMap(Optional::stream));
        return Stream.concat(always, ofInstance);
    }

    private static NavigableSet<Delivery> indexOf(
            Map<String, NavigableSet<Delivery>> indexes, String agentId, Comparator<Delivery> order) {
        return indexes.computeIfAbsent(agentId, id -> new TreeSet<>(order));
    }

    private SortedMap<AgentName, Delivery> deliveriesOf(String messageId) {
        return byMessage.computeIfAbsent(messageId, id -> new TreeMap<>());
    }

    @Override
    public Optional<Delivery> find(String messageId, AgentName agentName) {
        return Optional.ofNullable(deliveriesOf(messageId).get(agentName));
    }

    @Override
    public List<Delivery> ofMessage(String messageId) {
        return List.copyOf(deliveriesOf(messageId).values());
    }

    @Override
    public Optional<Delivery> firstUnfinished(AgentName agentName, String conversationId) {
        return all(lanes.get(new Lane(agentName, conversationId))).findFirst();
    }

    @Override
    public Optional<Delivery> next(Delivery delivery) {
        return Optional.ofNullable(lanes.get(new Lane(delivery.agentName(), delivery.conversationId())))
                .filter(lane -> lane.contains(delivery))
                .map(lane -> lane.higher(delivery));
    }

    @Override
    public List<Delivery> heads(Optional<String> agentId, long after, int limit) {
        Stream<Delivery> held = agentId.isPresent()
                ? all(queuedHeads.get(agentId.get()))
                : queued.stream().filter(d -> d.head() && d.agentId().isEmpty());
        List<Delivery> found =
                held.filter(d -> d.position() > after).sorted(IN_ORDER).toList();
        int end = Math.min(limit, found.size());
        while (end > 0
                && end < found.size()
                && found.get(end).position() == found.get(end - 1).position()) {
            end++;
        }
        return found.subList(0, end);
    }

    @Override
    public List<String> outboxes() {
        return Stream.of(unfinishedByInstance, forwardedByOutbox)
                .flatMap(index -> index.entrySet().stream())
                .filter(entry ->
                        Outbox.isOutbox(entry.getKey()) && !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<Delivery> forwardedTo(String outbox, int limit) {
        return all(forwardedByOutbox.get(outbox)).limit(limit).toList();
    }

    @Override
    public List<Delivery> forwardedUntil(Instant deadline, int limit) {
        return forwarded.stream()
                .takeWhile(d -> !d.expiresAt().isAfter(deadline))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Instant> nextForwardedDeadline() {
        return forwarded.stream().limit(1).map(Delivery::expiresAt).findFirst();
    }

    @Override
    public List<Delivery> available(String agentId, Instant now, int limit) {
        return all(queuedHeads.get(agentId))
                .filter(d -> !d.availableAt().isAfter(now))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Delivery> available(String agentId, Priority priority, Instant now, int limit) {
        return all(queuedHeads.get(agentId))
                .filter(d -> d.priority() == priority && !d.availableAt().isAfter(now))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Instant> nextAvailableAt(String agentId, Priority priority) {
        return all(queuedHeads.get(agentId))
                .filter(d -> d.priority() == priority)
                .map(Delivery::availableAt)
                .min(Instant::compareTo);
    }

    @Override
    public Optional<Instant> nextAvailableAt(String agentId) {
        return all(queuedHeads.get(agentId)).map(Delivery::availableAt).min(Instant::compareTo);
    }

    @Override
    public int leasedCount(String agentId) {
        return size(leasedByInstance.get(agentId));
    }

    @Override
    public int backlog(String agentId) {
        return size(unfinishedByInstance.get(agentId)) + size(forwardedByOutbox.get(agentId));
    }

    @Override
    public int depth(AgentName agentName) {
        return size(unfinishedByName.get(agentName));
    }

    @Override
    public int outgoing(AgentName agentName) {
        return (int) all(unfinishedByName.get(agentName))
                .filter(d -> d.agentId().filter(Outbox::isOutbox).isPresent())
                .count();
    }

    @Override
    public List<Delivery> leasesEnded(Instant now, int limit) {
        return leased.stream()
                .takeWhile(d -> !d.leaseExpiresAt().orElseThrow().isAfter(now))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Delivery> deadlinesPassed(Instant now, int limit) {
        return queued.stream()
                .takeWhile(d -> !d.expiresAt().isAfter(now))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Instant> nextDeadline() {
        return Stream.concat(
                        leased.stream().limit(1).flatMap(d -> d.leaseExpiresAt().stream()),
                        queued.stream().limit(1).map(Delivery::expiresAt))
                .min(Instant::compareTo);
    }

    @Override
    public List<Delivery> leasedTo(String agentId, int limit) {
        return all(leasedByInstance.get(agentId)).limit(limit).toList();
    }

    @Override
    public List<String> conversationsHeldBy(AgentName agentName, Optional<String> agentId, int limit) {
        return all(unfinishedByName.get(agentName))
                .filter(d -> d.agentId().equals(agentId))
                .map(Delivery::conversationId)
                .distinct()
                .sorted()
                .limit(limit)
                .toList();
    }

    @Override
    public int assign(AgentName agentName, String conversationId, Optional<String> agentId) {
        List<Delivery> waiting = all(lanes.get(new Lane(agentName, conversationId)))
                .filter(d -> d.state() == DeliveryState.QUEUED)
                .toList();
        waiting.forEach(d -> save(d.assignedTo(agentId)));
        return waiting.size();
    }

    @Override
    public List<Delivery> deadLetters(Optional<AgentName> agentName, long after, int limit) {
        Predicate<Delivery> wanted = d ->
                d.position() > after && (agentName.isEmpty() || agentName.get().equals(d.agentName()));
        return dead.stream().filter(wanted).limit(limit).toList();
    }

    @Override
    public Map<DeliveryState, Long> counts() {
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        counts.put(DeliveryState.QUEUED, (long) queued.size());
        counts.put(DeliveryState.LEASED, (long) leased.size());
        counts.put(DeliveryState.FORWARDED, (long) forwarded.size());
        counts.put(DeliveryState.DEAD, (long) dead.size());
        return counts;
    }

    private static Stream<Delivery> all(@Nullable NavigableSet<Delivery> index) {
        return Stream.ofNullable(index).flatMap(NavigableSet::stream);
    }

    private static int size(@Nullable NavigableSet<Delivery> index) {
        return index == null ? 0 : index.size();
    }
}

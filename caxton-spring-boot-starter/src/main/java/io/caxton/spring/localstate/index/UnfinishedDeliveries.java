package io.caxton.spring.localstate.index;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.message.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every unfinished delivery, found by message, by lane, by instance and by the time it is due. Its size is bounded by
 * the depth of mailboxes and the number of agents. Not safe for use by several threads at once.
 */
public final class UnfinishedDeliveries {
    private final Map<String, Entry> byMessage = new HashMap<>();
    private final Map<AgentName, Mailbox> mailboxes = new HashMap<>();
    private final Map<String, Instance> instances = new HashMap<>();
    private final DueHeap deadlines = new DueHeap(Orders.BY_DEADLINE);
    private final DueHeap leases = new DueHeap(Orders.BY_LEASE_END);
    private final DueHeap forwarded = new DueHeap(Orders.BY_DEADLINE);

    /** Who holds something and is a node rather than an instance. */
    private final NavigableSet<String> outboxes = new TreeSet<>();

    /** What no instance holds. */
    private final Instance nobody = new Instance();

    /** The unfinished delivery of a message to a name. */
    public Optional<Delivery> find(String messageId, AgentName name) {
        return Optional.ofNullable(entry(messageId, name)).map(entry -> entry.delivery);
    }

    /** The unfinished deliveries of a message, in no order. */
    public List<Delivery> ofMessage(String messageId) {
        List<Delivery> found = new ArrayList<>(2);
        for (@Nullable Entry entry = byMessage.get(messageId); entry != null; entry = entry.sibling) {
            found.add(entry.delivery);
        }
        return found;
    }

    /** Adds an unfinished delivery or replaces the one with its message and name; takes that away if this one is finished. */
    public void put(Delivery delivery) {
        @Nullable Entry known = entry(delivery.messageId(), delivery.agentName());
        if (known != null) {
            unlink(known);
        }
        if (delivery.state().isFinal()) {
            if (known != null) {
                forget(known);
            }
            return;
        }
        if (known == null) {
            Entry added = new Entry(delivery);
            added.sibling = byMessage.put(delivery.messageId(), added);
            link(added);
        } else {
            known.delivery = delivery;
            link(known);
        }
    }

    /** Takes a delivery away if it is here. */
    public void remove(String messageId, AgentName name) {
        @Nullable Entry known = entry(messageId, name);
        if (known != null) {
            unlink(known);
            forget(known);
        }
    }

    private @Nullable Entry entry(String messageId, AgentName name) {
        @Nullable Entry entry = byMessage.get(messageId);
        while (entry != null && !entry.delivery.agentName().equals(name)) {
            entry = entry.sibling;
        }
        return entry;
    }

    private void forget(Entry entry) {
        String messageId = entry.delivery.messageId();
        @Nullable Entry first = byMessage.get(messageId);
        if (first == entry) {
            if (entry.sibling == null) {
                byMessage.remove(messageId);
            } else {
                byMessage.put(messageId, entry.sibling);
            }
            return;
        }
        for (@Nullable Entry other = first; other != null; other = other.sibling) {
            if (other.sibling == entry) {
                other.sibling = entry.sibling;
            }
        }
    }

    private void link(Entry entry) {
        Delivery delivery = entry.delivery;
        if (delivery.state().isInLane()) {
            mailboxes
                    .computeIfAbsent(delivery.agentName(), name -> new Mailbox())
                    .add(entry);
        }
        delivery.agentId()
                .map(id -> instances.computeIfAbsent(id, this::newInstance))
                .orElse(nobody)
                .add(entry);
        due(delivery).add(entry);
    }

    private void unlink(Entry entry) {
        Delivery delivery = entry.delivery;
        if (delivery.state().isInLane()) {
            mailboxes.computeIfPresent(delivery.agentName(), (name, mailbox) -> {
                mailbox.remove(entry);
                return mailbox.depth() == 0 ? null : mailbox;
            });
        }
        delivery.agentId()
                .ifPresentOrElse(
                        id -> instances.computeIfPresent(id, (key, instance) -> {
                            instance.remove(entry);
                            return instance.backlog() == 0 ? dropped(key) : instance;
                        }),
                        () -> nobody.remove(entry));
        due(delivery).remove(entry);
    }

    private Instance newInstance(String id) {
        if (Outbox.isOutbox(id)) {
            outboxes.add(id);
        }
        return new Instance();
    }

    private @Nullable Instance dropped(String id) {
        if (Outbox.isOutbox(id)) {
            outboxes.remove(id);
        }
        return null;
    }

    private DueHeap due(Delivery delivery) {
        return switch (delivery.state()) {
            case LEASED -> leases;
            case FORWARDED -> forwarded;
            default -> deadlines;
        };
    }

    /** What comes after a delivery in its lane. */
    public Optional<Delivery> next(Delivery delivery) {
        @Nullable Entry known = entry(delivery.messageId(), delivery.agentName());
        return known == null || !known.delivery.state().isInLane()
                ? Optional.empty()
                : mailbox(delivery.agentName()).flatMap(mailbox -> mailbox.after(known));
    }

    /** Queued heads that an instance holds, or none, by position. */
    public List<Delivery> heads(Optional<String> agentId, long after, int limit) {
        return agentId.map(id -> Optional.ofNullable(instances.get(id)))
                .orElse(Optional.of(nobody))
                .map(instance -> instance.heads(after, limit))
                .orElse(List.of());
    }

    /** The ids of outboxes that hold something, sorted. */
    public List<String> outboxes() {
        return List.copyOf(outboxes);
    }

    /** What was forwarded by an outbox and has not ended, by position. */
    public List<Delivery> forwardedTo(String outbox, int limit) {
        return instance(outbox).map(instance -> instance.forwarded(limit)).orElse(List.of());
    }

    /** What was forwarded with a deadline at or before an instant, earliest first. */
    public List<Delivery> forwardedUntil(Instant deadline, int limit) {
        return forwarded.inOrder(
                delivery -> true, delivery -> delivery.expiresAt().isAfter(deadline), limit);
    }

    public Optional<Instant> nextForwardedDeadline() {
        return Optional.ofNullable(forwarded.first()).map(entry -> entry.delivery.expiresAt());
    }

    /** How many are forwarded. */
    public int forwarded() {
        return forwarded.size();
    }

    public Optional<Delivery> firstUnfinished(AgentName name, String conversationId) {
        return mailbox(name).flatMap(mailbox -> mailbox.first(conversationId));
    }

    /** The queued deliveries of a lane by position. */
    public List<Delivery> queued(AgentName name, String conversationId) {
        return mailbox(name).map(mailbox -> mailbox.queued(conversationId)).orElse(List.of());
    }

    public List<String> conversationsHeldBy(AgentName name, Optional<String> agentId, int limit) {
        return agentId.isPresent() && backlog(agentId.get()) == 0
                ? List.of()
                : mailbox(name)
                        .map(mailbox -> mailbox.conversationsHeldBy(agentId, limit))
                        .orElse(List.of());
    }

    public int depth(AgentName name) {
        return mailbox(name).map(Mailbox::depth).orElse(0);
    }

    /** How many deliveries of a name wait for other nodes. */
    public int outgoing(AgentName name) {
        return mailbox(name).map(Mailbox::outgoing).orElse(0);
    }

    public List<Delivery> available(String agentId, Instant now, int limit) {
        return instance(agentId).map(instance -> instance.available(now, limit)).orElse(List.of());
    }

    /** Of one priority. */
    public List<Delivery> available(String agentId, Priority priority, Instant now, int limit) {
        return instance(agentId)
                .map(instance -> instance.available(priority, now, limit))
                .orElse(List.of());
    }

    /** Of one priority. */
    public Optional<Instant> nextAvailableAt(String agentId, Priority priority) {
        return instance(agentId).flatMap(instance -> instance.nextAvailableAt(priority));
    }

    public Optional<Instant> nextAvailableAt(String agentId) {
        return instance(agentId).flatMap(Instance::nextAvailableAt);
    }

    public int leasedCount(String agentId) {
        return instance(agentId).map(Instance::leasedCount).orElse(0);
    }

    public int backlog(String agentId) {
        return instance(agentId).map(Instance::backlog).orElse(0);
    }

    public List<Delivery> leasedTo(String agentId, int limit) {
        return instance(agentId).map(instance -> instance.leased(limit)).orElse(List.of());
    }

    public List<Delivery> leasesEnded(Instant now, int limit) {
        return leases.inOrder(
                delivery -> true, delivery -> Orders.leaseEnd(delivery).isAfter(now), limit);
    }

    public List<Delivery> deadlinesPassed(Instant now, int limit) {
        return deadlines.inOrder(
                delivery -> true, delivery -> delivery.expiresAt().isAfter(now), limit);
    }

    public Optional<Instant> nextDeadline() {
        return Stream.concat(
                        Stream.ofNullable(leases.first()).map(entry -> Orders.leaseEnd(entry.delivery)),
                        Stream.ofNullable(deadlines.first()).map(entry -> entry.delivery.expiresAt()))
                .min(Instant::compareTo);
    }

    /** How many are queued. */
    public int queued() {
        return deadlines.size();
    }

    /** How many are leased. */
    public int leased() {
        return leases.size();
    }

    private Optional<Mailbox> mailbox(AgentName name) {
        return Optional.ofNullable(mailboxes.get(name));
    }

    private Optional<Instance> instance(String agentId) {
        return Optional.ofNullable(instances.get(agentId));
    }
}

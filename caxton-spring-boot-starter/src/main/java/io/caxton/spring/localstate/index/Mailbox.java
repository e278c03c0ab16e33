package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lanes of one agent name. */
final class Mailbox {
    /** The first entry of each lane. */
    private final Map<String, Entry> lanes = new HashMap<>();

    private int depth;
    private int unassigned;
    private int outgoing;

    int depth() {
        return depth;
    }

    /** How many of them an outbox holds. */
    int outgoing() {
        return outgoing;
    }

    private static int outgoing(Entry entry) {
        return entry.delivery.agentId().filter(Outbox::isOutbox).isPresent() ? 1 : 0;
    }

    void add(Entry entry) {
        depth++;
        outgoing += outgoing(entry);
        if (entry.delivery.agentId().isEmpty()) {
            unassigned++;
        }
        @Nullable Entry first = lanes.putIfAbsent(entry.delivery.conversationId(), entry);
        if (first == null) {
            entry.laneBefore = entry;
            entry.laneAfter = entry;
            return;
        }
        Entry before = first.laneBefore;
        while (isBefore(entry, before)) {
            if (before == first) {
                lanes.put(entry.delivery.conversationId(), entry);
                before = first.laneBefore;
                break;
            }
            before = before.laneBefore;
        }
        entry.laneBefore = before;
        entry.laneAfter = before.laneAfter;
        before.laneAfter.laneBefore = entry;
        before.laneAfter = entry;
    }

    private static boolean isBefore(Entry one, Entry other) {
        return Orders.BY_POSITION.compare(one.delivery, other.delivery) < 0;
    }

    void remove(Entry entry) {
        depth--;
        outgoing -= outgoing(entry);
        if (entry.delivery.agentId().isEmpty()) {
            unassigned--;
        }
        String lane = entry.delivery.conversationId();
        if (entry.laneAfter == entry) {
            lanes.remove(lane);
            return;
        }
        if (lanes.get(lane) == entry) {
            lanes.put(lane, entry.laneAfter);
        }
        entry.laneBefore.laneAfter = entry.laneAfter;
        entry.laneAfter.laneBefore = entry.laneBefore;
        entry.laneBefore = entry;
        entry.laneAfter = entry;
    }

    Optional<Delivery> first(String conversationId) {
        return Optional.ofNullable(lanes.get(conversationId)).map(entry -> entry.delivery);
    }

    List<Delivery> queued(String conversationId) {
        @Nullable Entry first = lanes.get(conversationId);
        return first == null
                ? List.of()
                : lane(first)
                        .filter(delivery -> delivery.state() == DeliveryState.QUEUED)
                        .toList();
    }

    /** What comes after an entry of this mailbox in its lane. */
    Optional<Delivery> after(Entry entry) {
        boolean last = entry.laneAfter == lanes.get(entry.delivery.conversationId());
        return last ? Optional.empty() : Optional.of(entry.laneAfter.delivery);
    }

    /** Walks the mailbox; when an instance comes or goes, all of it may have to move anyway. */
    List<String> conversationsHeldBy(Optional<String> agentId, int limit) {
        if (agentId.isEmpty() && unassigned == 0) {
            return List.of();
        }
        SortedSet<String> held = new TreeSet<>();
        lanes.forEach((conversationId, first) -> {
            if (lane(first).anyMatch(delivery -> delivery.agentId().equals(agentId))) {
                held.add(conversationId);
            }
        });
        return held.stream().limit(limit).toList();
    }

    private static Stream<Delivery> lane(Entry first) {
        return Stream.concat(
                Stream.of(first.delivery),
                Stream.iterate(first.laneAfter, entry -> entry != first, entry -> entry.laneAfter)
                        .map(entry -> entry.delivery));
    }
}

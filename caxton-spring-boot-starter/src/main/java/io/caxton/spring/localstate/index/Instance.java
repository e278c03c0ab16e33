package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.message.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one running instance holds: queued heads, by their priority, and its leases. */
final class Instance {
    private static final List<Priority> MOST_URGENT_FIRST =
            Stream.of(Priority.values()).sorted(Comparator.reverseOrder()).toList();

    private final Map<Priority, Heads> heads = new EnumMap<>(Priority.class);
    private final NavigableSet<Delivery> leased = new TreeSet<>(Orders.BY_POSITION);

    /** Of an outbox: what its node has taken. */
    private final NavigableSet<Delivery> forwarded = new TreeSet<>(Orders.BY_POSITION);

    private int backlog;

    int backlog() {
        return backlog;
    }

    int leasedCount() {
        return leased.size();
    }

    void add(Entry entry) {
        backlog++;
        Delivery delivery = entry.delivery;
        if (delivery.state() == DeliveryState.LEASED) {
            leased.add(delivery);
        } else if (delivery.state() == DeliveryState.FORWARDED) {
            forwarded.add(delivery);
        } else if (delivery.head()) {
            headsOf(delivery).add(entry);
        }
    }

    void remove(Entry entry) {
        backlog--;
        if (entry.delivery.state() == DeliveryState.LEASED) {
            leased.remove(entry.delivery);
        } else if (entry.delivery.state() == DeliveryState.FORWARDED) {
            forwarded.remove(entry.delivery);
        } else if (entry.readyPlace >= 0) {
            headsOf(entry.delivery).remove(entry);
        }
    }

    private Heads headsOf(Delivery delivery) {
        return heads.computeIfAbsent(delivery.priority(), priority -> new Heads());
    }

    /** Highest priority first, then by position. */
    List<Delivery> available(Instant now, int limit) {
        List<Delivery> found = new ArrayList<>();
        for (Priority priority : MOST_URGENT_FIRST) {
            if (found.size() < limit) {
                found.addAll(available(priority, now, limit - found.size()));
            }
        }
        return found;
    }

    List<Delivery> available(Priority priority, Instant now, int limit) {
        @Nullable Heads of = heads.get(priority);
        return of == null ? List.of() : of.available(now, limit);
    }

    Optional<Instant> nextAvailableAt() {
        return heads.values().stream()
                .flatMap(of -> of.nextAvailableAt().stream())
                .min(Instant::compareTo);
    }

    Optional<Instant> nextAvailableAt(Priority priority) {
        return Optional.ofNullable(heads.get(priority)).flatMap(Heads::nextAvailableAt);
    }

    /** Queued heads by position, those of one message together; takes time for all of them. */
    List<Delivery> heads(long after, int limit) {
        List<Delivery> found = heads.values().stream()
                .flatMap(of -> of.after(after))
                .sorted(Orders.BY_POSITION)
                .toList();
        int end = Math.min(limit, found.size());
        while (end > 0
                && end < found.size()
                && found.get(end).position() == found.get(end - 1).position()) {
            end++;
        }
        return found.subList(0, end);
    }

    List<Delivery> forwarded(int limit) {
        return forwarded.stream().limit(limit).toList();
    }

    List<Delivery> leased(int limit) {
        return leased.stream().limit(limit).toList();
    }
}

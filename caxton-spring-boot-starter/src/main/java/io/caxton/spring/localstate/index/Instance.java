package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one running instance holds: heads it may lease now, heads that wait for their retry time, and its leases. */
final class Instance {
    private final ReadyHeap ready = new ReadyHeap(Orders.BY_PRIORITY);
    private final ReadyHeap delayed = new ReadyHeap(Orders.BY_AVAILABILITY);
    private final NavigableSet<Delivery> leased = new TreeSet<>(Orders.BY_POSITION);

    /** Of an outbox: what its node has taken. */
    private final NavigableSet<Delivery> forwarded = new TreeSet<>(Orders.BY_POSITION);

    private int backlog;
    private Instant asOf = Instant.MIN;

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
            entry.delayed = delivery.availableAt().isAfter(asOf);
            (entry.delayed ? delayed : ready).add(entry);
        }
    }

    void remove(Entry entry) {
        backlog--;
        if (entry.delivery.state() == DeliveryState.LEASED) {
            leased.remove(entry.delivery);
        } else if (entry.delivery.state() == DeliveryState.FORWARDED) {
            forwarded.remove(entry.delivery);
        } else if (entry.readyPlace >= 0) {
            (entry.delayed ? delayed : ready).remove(entry);
        }
    }

    List<Delivery> available(Instant now, int limit) {
        if (now.isAfter(asOf)) {
            asOf = now;
        }
        for (@Nullable Entry next = delayed.first();
                next != null && !next.delivery.availableAt().isAfter(now);
                next = delayed.first()) {
            delayed.remove(next);
            next.delayed = false;
            ready.add(next);
        }
        // The clock may have been set back since.
        return ready.inOrder(delivery -> !delivery.availableAt().isAfter(now), delivery -> false, limit);
    }

    /** Asked when nothing is available, so that few or none are ready. */
    Optional<Instant> nextAvailableAt() {
        return Stream.concat(
                        ready.inOrder(delivery -> true, delivery -> false, ready.size()).stream(),
                        Stream.ofNullable(delayed.first()).map(entry -> entry.delivery))
                .map(Delivery::availableAt)
                .min(Instant::compareTo);
    }

    /** Queued heads by position, those of one message together; takes time for all of them. */
    List<Delivery> heads(long after, int limit) {
        List<Delivery> found = Stream.of(ready, delayed)
                .flatMap(heap -> heap.inOrder(d -> d.position() > after, d -> false, heap.size()).stream())
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

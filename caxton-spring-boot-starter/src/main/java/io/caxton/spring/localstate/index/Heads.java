package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Queued heads of one priority that one instance holds: those it may lease now, and those that wait for their retry time. */
final class Heads {
    private final ReadyHeap ready = new ReadyHeap(Orders.BY_POSITION);
    private final ReadyHeap delayed = new ReadyHeap(Orders.BY_AVAILABILITY);
    private Instant asOf = Instant.MIN;

    void add(Entry entry) {
        entry.delayed = entry.delivery.availableAt().isAfter(asOf);
        (entry.delayed ? delayed : ready).add(entry);
    }

    void remove(Entry entry) {
        (entry.delayed ? delayed : ready).remove(entry);
    }

    /** By position. */
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

    /** Those with a position above {@code after}, in no order. */
    Stream<Delivery> after(long after) {
        return Stream.of(ready, delayed)
                .flatMap(heap -> heap.inOrder(d -> d.position() > after, d -> false, heap.size()).stream());
    }
}

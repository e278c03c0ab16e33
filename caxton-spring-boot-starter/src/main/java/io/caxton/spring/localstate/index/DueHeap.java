package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import java.util.Comparator;

/** Deliveries by the time that ends their lease or their life. An entry is in one such heap at most. */
final class DueHeap extends EntryHeap {
    DueHeap(Comparator<Delivery> order) {
        super(order);
    }

    @Override
    int place(Entry entry) {
        return entry.duePlace;
    }

    @Override
    void place(Entry entry, int place) {
        entry.duePlace = place;
    }
}

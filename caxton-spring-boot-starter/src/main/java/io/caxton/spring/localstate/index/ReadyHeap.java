package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import java.util.Comparator;

/** Heads of lanes that wait at one instance. An entry is in one such heap at most. */
final class ReadyHeap extends EntryHeap {
    ReadyHeap(Comparator<Delivery> order) {
        super(order);
    }

    @Override
    int place(Entry entry) {
        return entry.readyPlace;
    }

    @Override
    void place(Entry entry, int place) {
        entry.readyPlace = place;
    }
}

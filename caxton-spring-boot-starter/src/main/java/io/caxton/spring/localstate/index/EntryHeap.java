package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap whose entries know their places, so that any of them can be removed. Adding one that comes after all
 * others, which is what a new message does in most orders, takes constant time, and an entry costs one reference.
 */
abstract class EntryHeap {
    private static final int SMALLEST = 4;

    private final Comparator<Delivery> order;
    private @Nullable Entry[] entries = new Entry[SMALLEST];
    private int size;

    EntryHeap(Comparator<Delivery> order) {
        this.order = order;
    }

    /** Where an entry keeps its place in this heap. */
    abstract int place(Entry entry);

    abstract void place(Entry entry, int place);

    final int size() {
        return size;
    }

    final @Nullable Entry first() {
        return size == 0 ? null : entries[0];
    }

    final void add(Entry entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        size++;
        up(size - 1, entry);
    }

    final void remove(Entry entry) {
        int hole = place(entry);
        place(entry, -1);
        size--;
        Entry last = at(size);
        entries[size] = null;
        if (hole < size) {
            if (hole > 0 && before(last, at((hole - 1) / 2))) {
                up(hole, last);
            } else {
                down(hole, last);
            }
        }
        if (entries.length > SMALLEST && size < entries.length / 4) {
            entries = Arrays.copyOf(entries, entries.length / 2);
        }
    }

    /**
     * The first {@code limit} deliveries in order that are wanted. Stops at the first one past the end, if
     * {@code end} says so of some.
     */
    final List<Delivery> inOrder(Predicate<Delivery> wanted, Predicate<Delivery> end, int limit) {
        List<Delivery> found = new ArrayList<>(Math.min(limit, Math.min(size, 64)));
        PriorityQueue<Entry> next = new PriorityQueue<>(Comparator.comparing((Entry e) -> e.delivery, order));
        offer(next, 0);
        while (found.size() < limit && !next.isEmpty()) {
            Entry entry = next.remove();
            if (end.test(entry.delivery)) {
                break;
            }
            if (wanted.test(entry.delivery)) {
                found.add(entry.delivery);
            }
            offer(next, 2 * place(entry) + 1);
            offer(next, 2 * place(entry) + 2);
        }
        return found;
    }

    private void offer(PriorityQueue<Entry> queue, int place) {
        if (place < size) {
            queue.add(at(place));
        }
    }

    private void up(int from, Entry entry) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!before(entry, at(parent))) {
                break;
            }
            set(place, at(parent));
            place = parent;
        }
        set(place, entry);
    }

    private void down(int from, Entry entry) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && before(at(child + 1), at(child))) {
                child++;
            }
            if (!before(at(child), entry)) {
                break;
            }
            set(place, at(child));
            place = child;
        }
        set(place, entry);
    }

    private boolean before(Entry one, Entry other) {
        return order.compare(one.delivery, other.delivery) < 0;
    }

    @SuppressWarnings("NullAway") // places below the size are taken
    private Entry at(int place) {
        return entries[place];
    }

    private void set(int place, Entry entry) {
        entries[place] = entry;
        place(entry, place);
    }
}

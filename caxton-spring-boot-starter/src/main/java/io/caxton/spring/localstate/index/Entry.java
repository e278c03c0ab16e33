package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/** An unfinished delivery and its places in every order; linked in place, as there may be a million of them. */
final class Entry {
    Delivery delivery;

    /** The next unfinished delivery of the same message. */
    @Nullable Entry sibling;

    /** The ring of its lane by position: behind the last comes the first. */
    Entry laneBefore = this;

    Entry laneAfter = this;

    /** Places in heaps; negative while in none. */
    int readyPlace = -1;

    int duePlace = -1;

    /** Whether it waits for its retry time rather than for a receiver. */
    boolean delayed;

    Entry(Delivery delivery) {
        this.delivery = delivery;
    }
}

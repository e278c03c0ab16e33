package io.caxton.benchmarks.faults;

import java.util.function.Consumer;

/** Messages of one sender to one recipient, each sent when the one before was accepted; so its order is known. */
final class Conversation {
    private final int index;
    private final int origin;
    private final int recipient;
    private final Consumer<Conversation> free;
    private int sequence;

    /** @param free is told when the last message was accepted */
    Conversation(int index, int origin, int recipient, Consumer<Conversation> free) {
        this.index = index;
        this.origin = origin;
        this.recipient = recipient;
        this.free = free;
    }

    int index() {
        return index;
    }

    int origin() {
        return origin;
    }

    int recipient() {
        return recipient;
    }

    /** The place of the next message, from 1. */
    int next() {
        return ++sequence;
    }

    void accepted() {
        free.accept(this);
    }
}

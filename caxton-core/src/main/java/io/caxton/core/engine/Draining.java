package io.caxton.core.engine;

import java.util.concurrent.atomic.LongAdder;

/** Whether the node drains, and what others have taken since. Safe for use by several threads. */
final class Draining {
    private final LongAdder moved = new LongAdder();
    private volatile boolean on;

    void begin() {
        on = true;
    }

    boolean isOn() {
        return on;
    }

    /** Another node has taken a message. */
    void taken() {
        if (on) {
            moved.increment();
        }
    }

    long moved() {
        return moved.sum();
    }
}

package io.caxton.spring.peer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lets a line about the same thing into the log once in a while. Safe for use by several threads. */
final class LogGate {
    /** How long the same is not said again. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** Things remembered, and lines about different things in one pause. */
    static final int MOST = 64;

    private final LongSupplier nanos;
    private final Map<String, Long> said = new LinkedHashMap<>();

    LogGate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether it may be said now. */
    synchronized boolean opensFor(String thing) {
        long now = nanos.getAsLong();
        said.values().removeIf(at -> now - at > PAUSE.toNanos());
        if (said.containsKey(thing) || said.size() >= MOST) {
            return false;
        }
        said.put(thing, now);
        return true;
    }
}

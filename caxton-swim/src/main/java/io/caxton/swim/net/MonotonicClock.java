package io.caxton.swim.net;

import java.time.Instant;

/** Time that does not go back, whatever is done to the clock of the machine. */
final class MonotonicClock {
    private final Instant started = Instant.now();
    private final long startedNanos = System.nanoTime();

    Instant now() {
        return started.plusNanos(System.nanoTime() - startedNanos);
    }
}

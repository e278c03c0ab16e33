package io.caxton.state.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
public final class MutableClock implements InstantSource {

    private final AtomicLong nanos = new AtomicLong();
    private final Instant start;

    /** Starts at a whole second. */
    public MutableClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public MutableClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.get());
    }

    public void advance(Duration step) {
        nanos.addAndGet(step.toNanos());
    }
}

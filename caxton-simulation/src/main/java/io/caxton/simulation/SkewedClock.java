package io.caxton.simulation;

import java.time.Duration;
import java.time.Instant;

/** A node's clock, which may run too fast or too slow, and began at another time. */
public record SkewedClock(Duration offset, double rate) {
    /** One that is right. */
    public static final SkewedClock RIGHT = new SkewedClock(Duration.ZERO, 1);

    /** What it shows at a time. */
    public Instant read(Instant time) {
        return scaled(time, rate).plus(offset);
    }

    /** When it will show a time. */
    public Instant whenItShows(Instant shown) {
        // A moment later rather than earlier: a node that is called too early finds nothing to do.
        return scaled(shown.minus(offset), 1 / rate).plusNanos(1_000);
    }

    private static Instant scaled(Instant time, double rate) {
        Duration since = Duration.between(Instant.EPOCH, time);
        return rate == 1 ? time : Instant.EPOCH.plusNanos((long) (since.toNanos() * rate));
    }
}

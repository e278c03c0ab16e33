package io.caxton.simulation.registry;

import java.time.Duration;
import java.time.Instant;

/** What connects a node: each way it carries one thing at a time. */
final class NodeLine {
    private Instant outFree = Instant.EPOCH;
    private Instant inFree = Instant.EPOCH;

    /** When it has been sent. */
    Instant sends(Instant now, Duration takes) {
        outFree = later(outFree, now).plus(takes);
        return outFree;
    }

    /** When it has been received of which the last byte comes then at the earliest. */
    Instant receives(Instant lastByte, Duration takes) {
        inFree = later(inFree.plus(takes), lastByte);
        return inFree;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

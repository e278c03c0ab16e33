package io.caxton.benchmarks.registry;

import java.io.IOException;

/** A cluster in which one node is told something that all others are to know. */
interface SpreadSide extends AutoCloseable {
    /** As the table calls it. */
    String label();

    /** Tells the first node something new, and waits until the last one of the others knows. */
    Announcement announce(String name) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;

    /**
     * When it was.
     *
     * @param askedNanos the first node was told
     * @param answeredNanos it said that it knows
     * @param lastNanos the last one of the others was seen to know, perhaps before the first one's answer was
     */
    record Announcement(long askedNanos, long answeredNanos, long lastNanos) {
        long fromAsking() {
            return lastNanos - askedNanos;
        }

        long fromAnswer() {
            return Math.max(0, lastNanos - answeredNanos);
        }
    }
}

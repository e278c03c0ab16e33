package io.caxton.benchmarks.relay;

import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The quality of each link, one for each direction between two nodes, and what chance makes of it. Safe for use by several threads. */
final class Links {
    private static final long RETRANSMISSION_NANOS = 200_000_000;
    /** A stream that loses more often in a row is waited for no longer. */
    private static final int MOST_RETRANSMISSIONS = 6;

    private final LinkQuality[][] qualities;
    private final RandomGenerator chance;
    private boolean closed;

    Links(int nodes, RandomGenerator chance) {
        this.qualities = new LinkQuality[nodes][nodes];
        this.chance = chance;
        Arrays.stream(qualities).forEach(row -> Arrays.fill(row, LinkQuality.PERFECT));
    }

    synchronized LinkQuality between(int from, int to) {
        return qualities[from][to];
    }

    synchronized void set(int from, int to, LinkQuality quality) {
        qualities[from][to] = quality;
        notifyAll();
    }

    synchronized void setAll(LinkQuality quality) {
        Arrays.stream(qualities).forEach(row -> Arrays.fill(row, quality));
        notifyAll();
    }

    /** Waits until something passes that way; false if it never will. */
    synchronized boolean awaitOpen(int from, int to) throws InterruptedException {
        while (!qualities[from][to].open() && !closed) {
            wait();
        }
        return !closed;
    }

    /** Waits until something passes both ways, as making a connection needs; false if it never will. */
    synchronized boolean awaitBoth(int from, int to) throws InterruptedException {
        while (!(qualities[from][to].open() && qualities[to][from].open()) && !closed) {
            wait();
        }
        return !closed;
    }

    /** Whether chance says so, for this share of cases. */
    synchronized boolean happens(double share) {
        return share > 0 && chance.nextDouble() < share;
    }

    /** How long a packet takes. */
    synchronized long packetNanos(LinkQuality quality) {
        long jitter = nanos(quality.jitter());
        return nanos(quality.delay()) + (jitter == 0 ? 0 : chance.nextLong(jitter));
    }

    /** How long so many bytes of a stream take, with the retransmissions of what is lost. */
    synchronized long streamNanos(LinkQuality quality, int bytes) {
        long nanos = packetNanos(quality) + (long) (bytes * 1e9 / quality.bytesPerSecond());
        for (int i = 0; i < MOST_RETRANSMISSIONS && happens(quality.loss()); i++) {
            nanos += RETRANSMISSION_NANOS << i;
        }
        return nanos;
    }

    private static long nanos(Duration time) {
        return time.toNanos();
    }

    /** Lets go whoever waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}

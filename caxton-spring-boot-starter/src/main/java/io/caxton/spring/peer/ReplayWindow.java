package io.caxton.spring.peer;

/**
 * Which requests of a session have come already: as the anti-replay window of IPsec does (RFC 4303, section 3.4.3), but
 * larger, as requests of one connection overtake each other. Safe for use by several threads.
 */
final class ReplayWindow {
    /** How far a request may fall behind the newest one. More are never in flight. */
    static final int SIZE = 4096;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long newest;

    /** Whether a request with this number would be new. What it says must be proven before it {@link #enters}. */
    synchronized boolean isNew(long number) {
        return number > 0 && number > newest - SIZE && (number > newest || !marked(number));
    }

    /** Takes note of a request that is proven to be from the peer; false if it is not new. */
    synchronized boolean enters(long number) {
        if (!isNew(number)) {
            return false;
        }
        if (number > newest) {
            forget(number);
            newest = number;
        }
        seen[word(number)] |= bit(number);
        return true;
    }

    /** Makes room for the numbers after the newest one, up to this. */
    private void forget(long upTo) {
        long first = Math.max(newest + 1, upTo - SIZE + 1);
        for (long number = first; number <= upTo; number++) {
            seen[word(number)] &= ~bit(number);
        }
    }

    private boolean marked(long number) {
        return (seen[word(number)] & bit(number)) != 0;
    }

    private static int word(long number) {
        return (int) (number % SIZE) / Long.SIZE;
    }

    private static long bit(long number) {
        return 1L << (number % Long.SIZE);
    }
}

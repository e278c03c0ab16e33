package io.caxton.swim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * For how long a member stays suspect: the less, the more others suspect it independently. A node that suspects alone may
 * itself be at fault and waits longest (Lifeguard, section IV.B: dynamic suspicion timeout).
 */
final class Suspicion {
    private Instant start;
    private final Duration min;
    private final Duration max;
    private final int expected;
    /** At most one more than are expected. */
    private final Set<String> accusers = new HashSet<>();

    /**
     * @param accuser who suspects first; does not count as a confirmation
     * @param expected after so many confirmations the shortest time holds; if 0 it holds from the start
     */
    Suspicion(Instant start, String accuser, int expected, Duration min, Duration max) {
        this.start = start;
        this.expected = expected;
        this.min = min;
        this.max = max;
        accusers.add(accuser);
    }

    /** Another suspects it too. Returns whether that is news and still matters. */
    boolean confirm(String accuser) {
        return confirmations() < expected && accusers.add(accuser);
    }

    int confirmations() {
        return accusers.size() - 1;
    }

    /** This node could not have heard of a refutation for so long. */
    void postpone(Duration by) {
        start = start.plus(by);
    }

    Instant deadline() {
        if (expected == 0) {
            return start.plus(min);
        }
        double share = Math.log(confirmations() + 1.0) / Math.log(expected + 1.0);
        Duration saved = Duration.ofNanos((long) (share * max.minus(min).toNanos()));
        Duration timeout = max.minus(saved);
        return start.plus(timeout.compareTo(min) < 0 ? min : timeout);
    }
}

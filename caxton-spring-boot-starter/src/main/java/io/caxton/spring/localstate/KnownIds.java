package io.caxton.spring.localstate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells without a look at the disk that an id is new. Time-ordered ids (UUIDv7) come almost in order: one that is above
 * everything but the last few thousand, and not among those, was never stored. In doubt, and of any other id, it says
 * nothing.
 */
final class KnownIds {
    private static final int RECENT = 16_384;
    private static final int UUID_LENGTH = 36;

    /** Above every time-ordered id until the year 6429. */
    static final String ABOVE = ":";

    private final Set<String> recent = new HashSet<>();
    private final Deque<String> order = new ArrayDeque<>();
    private String highestBefore;

    /** @param highestStored no time-ordered id that is stored is above it */
    KnownIds(String highestStored) {
        this.highestBefore = highestStored;
    }

    /** Whether an id is certainly not stored. */
    boolean isNew(String id) {
        return isTimeOrdered(id) && id.compareTo(highestBefore) > 0 && !recent.contains(id);
    }

    /** An id is stored, or will be. */
    void add(String id) {
        if (!isTimeOrdered(id) || !recent.add(id)) {
            return;
        }
        order.addLast(id);
        if (order.size() > RECENT) {
            String oldest = order.removeFirst();
            recent.remove(oldest);
            highestBefore = oldest.compareTo(highestBefore) > 0 ? oldest : highestBefore;
        }
    }

    private static boolean isTimeOrdered(String id) {
        if (id.length() != UUID_LENGTH || id.charAt(14) != '7' || id.charAt(0) >= ABOVE.charAt(0)) {
            return false;
        }
        // Only in ASCII do Java and SQLite agree on what is above what.
        for (int i = 0; i < UUID_LENGTH; i++) {
            if (id.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}

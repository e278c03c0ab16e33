package io.caxton.core.cluster;

import java.util.List;

/**
 * What became of a delta.
 *
 * @param reason why it was not taken; empty if it was
 */
public record Applied(Outcome outcome, String reason, List<ClusterEvent> events) {
    /** What can become of a delta. */
    public enum Outcome {
        /** Something in it was news. */
        TAKEN,
        /** Everything in it was known. */
        KNOWN,
        /** Something before it is missing here: nothing of it was kept; ask with a digest. */
        HOLE,
        /** It breaks a bound, or speaks for whom it must not. */
        REFUSED
    }

    static Applied taken(List<ClusterEvent> events) {
        return new Applied(Outcome.TAKEN, "", List.copyOf(events));
    }

    static Applied known() {
        return new Applied(Outcome.KNOWN, "", List.of());
    }

    static Applied hole() {
        return new Applied(Outcome.HOLE, "something before it is missing", List.of());
    }

    static Applied refused(String reason, List<ClusterEvent> events) {
        return new Applied(Outcome.REFUSED, reason, List.copyOf(events));
    }
}

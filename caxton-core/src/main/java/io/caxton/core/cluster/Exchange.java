package io.caxton.core.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What one node says to another about agents, asking or answering.
 *
 * @param summary of what it knows, if it wants to hear whether the other knows the same; one who does not answers with its digest
 * @param digest what it knows, if it wants to hear what it lacks
 * @param deltas what it believes that the other lacks
 */
public record Exchange(Optional<Summary> summary, Optional<Digest> digest, List<Delta> deltas) {
    /** Nothing to say, and nothing to ask. */
    public static final Exchange NOTHING = new Exchange(Optional.empty(), List.of());

    public Exchange {
        deltas = List.copyOf(deltas);
    }

    /** Says nothing of what it knows in short. */
    public Exchange(Optional<Digest> digest, List<Delta> deltas) {
        this(Optional.empty(), digest, deltas);
    }

    /** Asks whether both know the same. */
    public static Exchange comparing(Summary summary) {
        return new Exchange(Optional.of(summary), Optional.empty(), List.of());
    }

    /** Asks for what is missing. */
    public static Exchange asking(Digest digest) {
        return new Exchange(Optional.of(digest), List.of());
    }

    /** Tells without asking. */
    public static Exchange telling(List<Delta> deltas) {
        return new Exchange(Optional.empty(), deltas);
    }

    /** Whether it neither tells nor asks. */
    public boolean isNothing() {
        return summary.isEmpty() && digest.isEmpty() && deltas.isEmpty();
    }
}

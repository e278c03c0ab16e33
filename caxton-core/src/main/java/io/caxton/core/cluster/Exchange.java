package io.caxton.core.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What one node says to another about agents, asking or answering.
 *
 * @param digest what it knows, if it wants to hear what it lacks
 * @param deltas what it believes that the other lacks
 */
public record Exchange(Optional<Digest> digest, List<Delta> deltas) {
    /** Nothing to say, and nothing to ask. */
    public static final Exchange NOTHING = new Exchange(Optional.empty(), List.of());

    public Exchange {
        deltas = List.copyOf(deltas);
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
        return digest.isEmpty() && deltas.isEmpty();
    }
}

package io.caxton.core.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Part of what is known of a node's agents: the last entry of each whose counter is above {@code after} and up to
 * {@code upTo}. Who knew everything up to {@code after} knows everything up to {@code upTo} with it. Parts that break their bounds or do
 * not fit together are refused with an {@link IllegalArgumentException}.
 *
 * @param origin the node whose agents they are
 * @param epoch of that node
 * @param after 0 for a delta from which a receiver can begin without knowing anything
 * @param known up to which counter the sender knows everything; there is more if that is above {@code upTo}
 * @param floor the sender may have forgotten removals up to this counter, so a receiver that knows less needs all
 * @param entries by counter
 */
public record Delta(
        String origin, long epoch, long after, long upTo, long known, long floor, List<ClusterEntry> entries) {
    /** Entries of one delta. */
    public static final int MAX_ENTRIES = 10_000;

    public Delta {
        entries = List.copyOf(entries);
        Rules.id("origin", origin);
        Rules.number("epoch", epoch, 1, Rules.MAX_NUMBER);
        Rules.number("after", after, 0, Rules.MAX_NUMBER);
        Rules.number("known", known, 1, Rules.MAX_NUMBER);
        Rules.number("up_to", upTo, after + 1, known);
        Rules.number("floor", floor, 0, known);
        Rules.require(entries.size() <= MAX_ENTRIES, "a delta has at most " + MAX_ENTRIES + " entries");
        long last = after;
        Set<String> agents = new HashSet<>();
        for (ClusterEntry entry : entries) {
            Rules.require(entry.counter() > last && entry.counter() <= upTo, "entries must ascend within their range");
            Rules.require(agents.add(entry.agentId()), "a delta has one entry for each agent");
            last = entry.counter();
        }
    }

    /** Whether the sender has more after this. */
    public boolean more() {
        return upTo < known;
    }
}

package io.caxton.core.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a node knows of all nodes' agents, in a line for each. Parts that break their bounds or do
 * not fit together are refused with an {@link IllegalArgumentException}.
 *
 */
public record Digest(List<Line> lines) {
    /** Lines of one digest. */
    public static final int MAX_LINES = 10_000;

    /**
     * What is known of one node's agents.
     *
     * @param counter up to which nothing is missing; {@link #FORGOTTEN} if nothing is wanted, as the node is gone
     * @param floor up to which counter removals may be forgotten; above {@code counter} while a whole copy is being received
     */
    public record Line(String origin, long epoch, long counter, long floor) {
        /** The counter of a node that has left. */
        public static final long FORGOTTEN = Rules.MAX_NUMBER;

        public Line {
            Rules.id("origin", origin);
            Rules.number("epoch", epoch, 0, Rules.MAX_NUMBER);
            Rules.number("counter", counter, 0, Rules.MAX_NUMBER);
            Rules.number("floor", floor, 0, Rules.MAX_NUMBER);
        }

        boolean isForgotten() {
            return counter == FORGOTTEN;
        }
    }

    public Digest {
        lines = List.copyOf(lines);
        Rules.require(lines.size() <= MAX_LINES, "a digest has at most " + MAX_LINES + " lines");
        Set<String> origins = new HashSet<>();
        for (Line line : lines) {
            Rules.require(origins.add(line.origin()), "a digest has one line for each node");
        }
    }
}

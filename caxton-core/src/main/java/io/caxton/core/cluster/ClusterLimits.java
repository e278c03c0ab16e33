package io.caxton.core.cluster;

import java.time.Duration;

/**
 * What may be known of other nodes at most. Each bound is inclusive.
 *
 * @param maxNodes nodes with agents, this one not counted
 * @param maxStrangers of them, those that membership has not told of
 * @param maxAgentsPerNode agents of one node, whole copies that are being received apart
 * @param maxBytesPerNode what they weigh on the wire
 * @param maxAgents agents of all other nodes, with copies that are being received
 * @param maxBytes what those weigh on the wire
 * @param maxTombstones removals of one node that are remembered; the oldest is forgotten first
 * @param maxDeltaEntries entries of one answer
 * @param maxDeltaBytes what those weigh; one entry may be more
 * @param tombstoneAge how long a removal is remembered
 * @param strangerAge how long agents are kept of a node that membership has not told of
 * @param copyPatience how long the rest of a whole copy is waited for
 * @param departedAge how long it is remembered that a node was forgotten
 */
public record ClusterLimits(
        int maxNodes,
        int maxStrangers,
        int maxAgentsPerNode,
        long maxBytesPerNode,
        int maxAgents,
        long maxBytes,
        int maxTombstones,
        int maxDeltaEntries,
        int maxDeltaBytes,
        Duration tombstoneAge,
        Duration strangerAge,
        Duration copyPatience,
        Duration departedAge) {
    /** For clusters of up to some thousand nodes. */
    public static final ClusterLimits DEFAULT = new ClusterLimits(
            4_096,
            256,
            100_000,
            64L << 20,
            1_000_000,
            512L << 20,
            10_000,
            2_000,
            512 * 1024,
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofHours(1));

    public ClusterLimits {
        Rules.number("max_nodes", maxNodes, 1, Digest.MAX_LINES / 2 - 1);
        Rules.number("max_strangers", maxStrangers, 1, maxNodes);
        Rules.number("max_agents_per_node", maxAgentsPerNode, 1, Integer.MAX_VALUE);
        Rules.number("max_bytes_per_node", maxBytesPerNode, AgentProfile.MAX_BYTES, Long.MAX_VALUE);
        Rules.number("max_agents", maxAgents, maxAgentsPerNode, Integer.MAX_VALUE);
        Rules.number("max_bytes", maxBytes, maxBytesPerNode, Long.MAX_VALUE);
        Rules.number("max_tombstones", maxTombstones, 1, Integer.MAX_VALUE);
        Rules.number("max_delta_entries", maxDeltaEntries, 1, Delta.MAX_ENTRIES);
        Rules.number("max_delta_bytes", maxDeltaBytes, 1, ClusterCodec.MAX_BYTES / 2 - AgentProfile.MAX_BYTES);
        for (Duration age : new Duration[] {tombstoneAge, strangerAge, copyPatience, departedAge}) {
            Rules.require(!age.isNegative() && !age.isZero(), "ages must be positive");
        }
    }
}

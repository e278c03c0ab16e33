package io.caxton.core.copies;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which nodes keep the copies of a conversation: those with the highest hash of (conversation, node). All copies of one
 * conversation are at one node, so that whoever adopts them has them in order; a node that comes or goes moves only its own share.
 */
public final class Holders {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private record Ranked(String nodeId, long rank) {}

    private Holders() {}

    /** The best {@code most} of these nodes, best first. */
    public static List<String> of(String conversationId, Collection<String> nodeIds, int most) {
        return nodeIds.stream()
                .map(nodeId -> new Ranked(nodeId, rank(conversationId, nodeId)))
                .sorted(Comparator.comparingLong(Ranked::rank).reversed().thenComparing(Ranked::nodeId))
                .limit(most)
                .map(Ranked::nodeId)
                .toList();
    }

    private static long rank(String conversationId, String nodeId) {
        return mixed(hash(hash(OFFSET, conversationId) * PRIME, nodeId));
    }

    /** FNV-1a over characters. */
    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    /** The finalizer of MurmurHash3: every bit of the input counts for every bit of the output. */
    private static long mixed(long hash) {
        long h = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}

package io.caxton.spring.cluster;

import io.caxton.swim.MemberStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node knows of its cluster at a moment.
 *
 * @param isReady whether it has met others, or waits for them no longer
 * @param expectsOthers whether it has somebody to ask: seeds, or peers of an earlier life
 * @param members how many members have which status, this node included
 * @param suspected the names of some that are suspected
 * @param incarnation of this node
 * @param healthScore from 0, well, to the worst of the profile: how much this node doubts itself
 * @param conflict what an operator is to do, if another node uses this one's id
 * @param lastRefusal what the last seed that did not let it in said
 * @param keysKept whether the keys in use would be there after a restart
 * @param lastEvents what happened last, the newest at the end
 */
public record ClusterStatus(
        ClusterState state,
        boolean isReady,
        boolean expectsOthers,
        Map<MemberStatus, Integer> members,
        List<String> suspected,
        long incarnation,
        int healthScore,
        Optional<String> conflict,
        Optional<String> lastRefusal,
        boolean keysKept,
        List<String> lastEvents) {
    /** How many members have a status. */
    public int count(MemberStatus status) {
        return members.getOrDefault(status, 0);
    }

    /** How many members take part, this node included. */
    public int size() {
        return count(MemberStatus.ALIVE) + count(MemberStatus.SUSPECT);
    }
}

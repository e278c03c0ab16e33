package io.caxton.spring.cluster;

import io.caxton.swim.MemberStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node makes of the members it knows.
 *
 * @param leaving whether it drains
 * @param left whether it has left, and goes on alone
 */
record ClusterView(List<ClusterMember> members, FirstJoin join, boolean leaving, boolean left) {
    private static final int MOST_NAMES = 32;

    ClusterStatus status(int healthScore, Optional<String> conflict, boolean keysKept, List<String> lastEvents) {
        Map<MemberStatus, Integer> counts = new EnumMap<>(MemberStatus.class);
        members.forEach(member -> counts.merge(member.status(), 1, Integer::sum));
        return new ClusterStatus(
                state(),
                left || join.isReady(),
                join.expectsOthers(),
                counts,
                suspected(),
                incarnation(),
                healthScore,
                conflict,
                join.refusal(),
                keysKept,
                lastEvents);
    }

    private ClusterState state() {
        if (left) {
            return ClusterState.LEFT;
        }
        if (leaving) {
            return ClusterState.DRAINING;
        }
        long alive = others(MemberStatus.ALIVE);
        long lost = others(MemberStatus.SUSPECT) + others(MemberStatus.DEAD);
        if (alive == 0 && lost > 0) {
            return ClusterState.ISOLATED;
        }
        return switch (join.outcome()) {
            case WAITING -> ClusterState.JOINING;
            case JOINED -> ClusterState.JOINED;
            case ALONE -> ClusterState.ALONE;
        };
    }

    private long others(MemberStatus status) {
        return members.stream()
                .filter(member -> !member.self() && member.status() == status)
                .count();
    }

    private List<String> suspected() {
        return members.stream()
                .filter(member -> member.status() == MemberStatus.SUSPECT)
                .map(ClusterMember::nodeId)
                .limit(MOST_NAMES)
                .toList();
    }

    private long incarnation() {
        return members.stream()
                .filter(ClusterMember::self)
                .mapToLong(ClusterMember::incarnation)
                .findFirst()
                .orElse(1);
    }
}

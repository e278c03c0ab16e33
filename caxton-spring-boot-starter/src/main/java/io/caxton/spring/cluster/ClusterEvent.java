package io.caxton.spring.cluster;

import java.time.Instant;

/**
 * What a node has learnt about another member, published as an event of the application, in order, on a thread of its own. A
 * listener that is slow for long loses the newest.
 */
public sealed interface ClusterEvent {
    /** As it is known now. */
    ClusterMember member();

    /** When this node learnt it. */
    Instant at();

    /** Somebody new, or somebody who had failed or left and is back. */
    record MemberJoined(ClusterMember member, Instant at) implements ClusterEvent {}

    /** It did not answer, and may still say that it is there. */
    record MemberSuspected(ClusterMember member, Instant at) implements ClusterEvent {}

    /** It was suspected, and is there. */
    record MemberRecovered(ClusterMember member, Instant at) implements ClusterEvent {}

    /** It did not say in time that it is there. */
    record MemberFailed(ClusterMember member, Instant at) implements ClusterEvent {}

    /** It said goodbye. */
    record MemberLeft(ClusterMember member, Instant at) implements ClusterEvent {}

    /** It says something else about itself. */
    record MemberUpdated(ClusterMember member, ClusterMember before, Instant at) implements ClusterEvent {}
}

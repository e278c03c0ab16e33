package io.caxton.spring.cluster;

/** How a node stands to its cluster. */
public enum ClusterState {
    /** It is none of a cluster. */
    OFF,
    /** It looks for the others, and is not ready. */
    JOINING,
    /** It has met others, and reaches some of them unless all have left. */
    JOINED,
    /** It has met nobody: there was nobody to ask, or none of those it asked let it in. It keeps asking. */
    ALONE,
    /** It knows others, and reaches none of them. */
    ISOLATED,
    /** It gives to others what they take, and then leaves. */
    DRAINING,
    /** It has left, and goes on alone until it is started again. */
    LEFT
}

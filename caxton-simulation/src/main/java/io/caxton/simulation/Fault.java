package io.caxton.simulation;

/** What can go wrong. */
public enum Fault {
    PACKET_LOST,
    PACKET_DUPLICATED,
    /** Later than one that was sent after it. */
    PACKET_DELAYED,
    /** On a link that is cut in this direction. */
    PACKET_CUT,
    STREAM_CUT,
    PARTITION,
    ONE_WAY_CUT,
    NODE_KILLED,
    NODE_RESTARTED,
    NODE_LEFT,
    NODE_PAUSED,
    NODE_SLOWED,
    NODE_JOINED,
    CLOCK_SKEWED
}

package io.caxton.swim;

/** What is counted of the protocol. */
public enum Counter {
    PROBES,
    PROBES_FAILED,
    INDIRECT_PROBES,
    /** Only the stream got through: packets are lost on the way. */
    STREAM_PROBES_ONLY,
    NACKS_MISSED,
    SUSPICIONS,
    REFUTATIONS,
    /** Members that were declared dead here or elsewhere. */
    FAILURES,
    BROADCASTS_DROPPED,
    MEMBERS_REFUSED,
    INCOMPATIBLE,
    NAMES_TAKEN,
    RELAYS_REFUSED,
    /** Answers asked for at an address at which the asker is not. */
    FORGED_SENDERS,
    /** Messages for a node of another name. */
    MISDIRECTED
}

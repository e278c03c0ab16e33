package io.caxton.simulation.cluster;

/** How a world breaks a promise on purpose, so that a test sees that it is noticed. */
enum Sabotage {
    NONE,
    /** A node says that it has taken what it has not. */
    TAKEN_WITHOUT_TAKING,
    /** What was synced is lost in a crash all the same. */
    DISK_LIES,
    /** Receivers do not remember what they have handled. */
    FORGETFUL_RECEIVERS,
    /** An acknowledgement is confirmed and thrown away. */
    ACKNOWLEDGEMENTS_DROPPED,
    /** A node takes a batch in the wrong order. */
    BATCHES_REVERSED,
    /** A node does not listen to what others say of agents. */
    DEAF_REGISTRY,
    /** A node keeps instances that have moved away. */
    FENCE_IGNORED,
    /** A node tells the last outcome again and again. */
    REPORTS_KEPT,
    /** A mailbox has no bound, and nobody looks into it. */
    BOUNDLESS_MAILBOXES
}

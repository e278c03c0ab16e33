package io.caxton.core.delivery;

/**
 * The life of one message in one mailbox. {@code QUEUED} and {@code LEASED} alternate until one of the four outcomes,
 * which is final (a redrive of a dead letter starts a new life that its history records). A delivery that another node has
 * taken is {@code FORWARDED} until that node tells its outcome.
 */
public enum DeliveryState {
    /** Waits for its turn, its retry time or a receiver. */
    QUEUED,
    /** Handed out; invisible until acknowledged or the lease runs out. */
    LEASED,
    /** Another node has it durably: no longer in its lane here, its outcome not known yet. */
    FORWARDED,
    /** Acknowledged. */
    HANDLED,
    /** The receiver will not handle it, or a limit forbids it. */
    REFUSED,
    /** Its deadline passed before it was handled. */
    EXPIRED,
    /** Out of attempts. */
    DEAD;

    public boolean isFinal() {
        return this == HANDLED || this == REFUSED || this == EXPIRED || this == DEAD;
    }

    /** Whether it has a place in its lane here, so that what comes after it waits. */
    public boolean isInLane() {
        return this == QUEUED || this == LEASED;
    }
}

package io.caxton.core.message;

/** What the sender asks of delivery. */
public enum Guarantee {
    /** Handed out again until acknowledged, refused, expired or out of attempts. */
    AT_LEAST_ONCE,
    /** Handed out once and never again; an unacknowledged one ends {@code dead}. */
    AT_MOST_ONCE
}

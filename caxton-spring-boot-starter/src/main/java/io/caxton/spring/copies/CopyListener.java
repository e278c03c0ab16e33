package io.caxton.spring.copies;

import java.time.Duration;

/** Counts copies. Called on threads that others wait for; must not block. */
public interface CopyListener {
    /** Counts nothing. */
    CopyListener NONE = new CopyListener() {};

    /**
     * A message of this node has its copy, or has none.
     *
     * @param outcome {@code stored}, {@code unneeded} as it has ended meanwhile, or {@code missing}
     * @param took since the message was durable here
     */
    default void copied(String outcome, Duration took) {}

    /** Messages of other nodes were adopted. */
    default void adopted(int messages) {}

    /** Messages that others have adopted were left to them. */
    default void left(int messages) {}
}

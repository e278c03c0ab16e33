package io.caxton.spring.properties;

/** What a sender is told if its message has no second copy. */
public enum CopiesMissing {
    /** That it is to try again. */
    REFUSE,
    /** That it is accepted, on one disk. */
    ACCEPT
}

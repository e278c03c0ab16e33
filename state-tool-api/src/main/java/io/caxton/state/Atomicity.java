package io.caxton.state;

/** What a batch promises as a whole. */
public enum Atomicity {
    /** All of the batch happens, or is read, at one moment, or none of it. */
    ATOMIC,
    /** Each item stands alone. */
    PER_ITEM
}

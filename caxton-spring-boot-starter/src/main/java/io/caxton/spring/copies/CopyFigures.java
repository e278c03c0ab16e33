package io.caxton.spring.copies;

/** What can be asked at any time of the copies that this node lets others keep. Safe for use by several threads. */
public interface CopyFigures {
    /** How many other nodes can be asked to keep a copy now. */
    int nodes();

    /** How many messages wait for their copy. */
    int waiting();

    /** How many messages could not be copied since the start. */
    long missing();
}

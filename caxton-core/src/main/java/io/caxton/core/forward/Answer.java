package io.caxton.core.forward;

import java.time.Duration;
import java.util.Optional;

/** What a node says to a forward. */
public sealed interface Answer {
    /** It has it durably, from this forward or an earlier one, and will tell its outcome. */
    record Taken() implements Answer {}

    /**
     * Nobody of that name is registered there, or is sent anything new.
     *
     * @param movedTo the instance that goes on with the conversation, where the node knows it
     */
    record NotHere(Optional<String> movedTo) implements Answer {
        /** Without a word about who has it. */
        public NotHere() {
            this(Optional.empty());
        }
    }

    /** Its mailbox is full, or an earlier message of the lane was not taken; it is to be tried again after so long. */
    record Full(Duration retryAfter) implements Answer {}

    /** It will not take it, now or later. */
    record Refused(String reason) implements Answer {}
}

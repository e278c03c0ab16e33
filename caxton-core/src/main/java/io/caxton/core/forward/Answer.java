package io.caxton.core.forward;

import java.time.Duration;

/** What a node says to a forward. */
public sealed interface Answer {
    /** It has it durably, from this forward or an earlier one, and will tell its outcome. */
    record Taken() implements Answer {}

    /** Nobody of that name is registered there. */
    record NotHere() implements Answer {}

    /** Its mailbox is full, or an earlier message of the lane was not taken; it is to be tried again after so long. */
    record Full(Duration retryAfter) implements Answer {}

    /** It will not take it, now or later. */
    record Refused(String reason) implements Answer {}
}

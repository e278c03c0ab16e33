package io.caxton.spring.agent;

import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer in full control of its envelope. It goes to the sender of the message that is handled, in its conversation
 * and protocol.
 *
 * @param content written as JSON
 * @param priority without one, that of the message answered
 * @param replyBy deadline of the reply itself
 */
public record Reply(
        Performative performative,
        @Nullable Object content,
        Guarantee guarantee,
        Optional<Priority> priority,
        Map<String, String> headers,
        Optional<Instant> replyBy) {

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** A reply that is delivered at least once. */
    public static Reply of(Performative performative, @Nullable Object content) {
        return new Reply(performative, content, Guarantee.AT_LEAST_ONCE, Optional.empty(), Map.of(), Optional.empty());
    }

    /** The plain answer: what a handler's return value becomes. */
    public static Reply inform(@Nullable Object content) {
        return of(Performative.INFORM, content);
    }

    public Reply with(Guarantee other) {
        return new Reply(performative, content, other, priority, headers, replyBy);
    }

    public Reply with(Priority other) {
        return new Reply(performative, content, guarantee, Optional.of(other), headers, replyBy);
    }

    public Reply withHeaders(Map<String, String> others) {
        return new Reply(performative, content, guarantee, priority, others, replyBy);
    }

    public Reply by(Instant deadline) {
        return new Reply(performative, content, guarantee, priority, headers, Optional.of(deadline));
    }
}

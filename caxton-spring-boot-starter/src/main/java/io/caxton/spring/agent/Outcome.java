package io.caxton.spring.agent;

import java.time.Duration;
import java.util.Optional;

/** How the handling of a message ended. */
sealed interface Outcome {
    /** Acknowledge it, together with the reply if there is one. */
    record Handled(Optional<Reply> reply) implements Outcome {}

    /** The agent cannot make sense of it. */
    record NotUnderstood(String reason) implements Outcome {}

    /** End it. */
    record Refused(String reason) implements Outcome {}

    /**
     * Hand it out again.
     *
     * @param delay without one, the policy's backoff
     */
    record Again(String reason, Optional<Duration> delay) implements Outcome {}
}

package io.caxton.spring.tracing;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Submission;
import java.time.Duration;
import java.util.Optional;

/** Makes spans of what happens to a message, and lets the message carry its trace on. Never sees contents. */
public interface MessageTracing {
    /** Makes no spans: what messages bring is passed on as it is. */
    MessageTracing NONE = new NoTracing();

    /** Starts the span of an acceptance. */
    Acceptance accepting(Submission submission);

    /** Records that messages were handed out; each carries the trace of that from now on. */
    Leased delivered(Leased leased);

    /** Starts the span of a handler's work. */
    Handling handling(Leased leased);

    /** A submission on its way to be accepted. */
    interface Acceptance {
        /** The submission, carrying the trace of its acceptance. */
        Submission submission();

        /** Notes how long checking and routing took, which ended now. */
        void routed(Duration took);

        /** Ends the span; empty if the local state failed. May be called on any thread. */
        void ended(Optional<AcceptResult> result);
    }

    /** A message in the hands of a handler. */
    interface Handling {
        /** The message, carrying the trace of its handling. */
        Leased leased();

        /** Runs the handler's own code; what it logs and sends belongs to the span. */
        void run(Runnable handler);

        /** Ends the span. May be called on any thread. */
        void ended(String outcome);
    }
}

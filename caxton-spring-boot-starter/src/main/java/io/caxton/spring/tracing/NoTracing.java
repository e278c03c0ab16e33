package io.caxton.spring.tracing;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Submission;
import java.time.Duration;
import java.util.Optional;

/** Passes everything on. */
final class NoTracing implements MessageTracing {
    @Override
    public Acceptance accepting(Submission submission) {
        return new Untraced(submission);
    }

    @Override
    public Leased delivered(Leased leased) {
        return leased;
    }

    @Override
    public Handling handling(Leased leased) {
        return new Unwatched(leased);
    }

    private record Untraced(Submission submission) implements Acceptance {
        @Override
        public void routed(Duration took) {}

        @Override
        public void ended(Optional<AcceptResult> result) {}
    }

    private record Unwatched(Leased leased) implements Handling {
        @Override
        public void run(Runnable handler) {
            handler.run();
        }

        @Override
        public void ended(String outcome) {}
    }
}

package io.caxton.spring.tracing;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Submission;
import io.micrometer.tracing.Span;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The span of one acceptance, from the call until its answer. */
record TracedAcceptance(MicrometerTracing tracing, Span span, Submission submission)
        implements MessageTracing.Acceptance {

    @Override
    public void routed(Duration took) {
        long end = tracing.nowMicros();
        tracing.below(span, "route", submission.message())
                .startTimestamp(end - took.toNanos() / 1_000, TimeUnit.MICROSECONDS)
                .start()
                .end(end, TimeUnit.MICROSECONDS);
    }

    @Override
    public void ended(Optional<AcceptResult> result) {
        boolean accepted = result.filter(Accepted.class::isInstance).isPresent();
        if (!accepted) {
            span.tag("error.type", result.map(r -> r.getClass().getSimpleName()).orElse("failed"));
        }
        span.end();
    }
}

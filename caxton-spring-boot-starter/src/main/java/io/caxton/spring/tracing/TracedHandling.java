package io.caxton.spring.tracing;

import io.caxton.core.engine.Mailboxes.Leased;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.Tracer.SpanInScope;

/** The span of one handler's work, current on the thread of the handler. */
record TracedHandling(Tracer tracer, Span span, Leased leased) implements MessageTracing.Handling {
    @Override
    public void run(Runnable handler) {
        try (SpanInScope scope = tracer.withSpan(span)) {
            handler.run();
        }
    }

    @Override
    public void ended(String outcome) {
        span.tag("caxton.outcome", outcome);
        span.end();
    }
}

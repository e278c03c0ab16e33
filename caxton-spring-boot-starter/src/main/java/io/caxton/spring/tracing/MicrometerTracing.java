package io.caxton.spring.tracing;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.storage.StoredMessage;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Span.Kind;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans through Micrometer, whatever tracer is behind it: {@code accept} with {@code route} in it, {@code deliver} below
 * that, {@code handle} below that. Attributes follow the OpenTelemetry conventions for messaging.
 */
final class MicrometerTracing implements MessageTracing {
    private final Tracer tracer;
    private final InstantSource time;

    MicrometerTracing(Tracer tracer, InstantSource time) {
        this.tracer = tracer;
        this.time = time;
    }

    @Override
    public Acceptance accepting(Submission submission) {
        Message message = submission.message();
        Span span = builder("accept", "send", message, parent(message))
                .kind(Kind.PRODUCER)
                .start();
        Submission carrying = new Submission(
                Traceparents.carrying(message, span.context()),
                submission.sizeBytes(),
                submission.idempotencyKey(),
                submission.fingerprint());
        return new TracedAcceptance(this, span, carrying);
    }

    /**
     * The span that is current, such as that of the HTTP request, if it belongs to the message's trace or the message has
     * none; else the span that the message names.
     */
    private @Nullable TraceContext parent(Message message) {
        Span current = tracer.currentSpan();
        if (message.trace().isEmpty()) {
            return current == null ? null : current.context();
        }
        TraceContext brought = Traceparents.read(tracer, message.trace().get());
        return current != null && current.context().traceId().equals(brought.traceId()) ? current.context() : brought;
    }

    /** A span that is below another of this node. */
    Span.Builder below(Span parent, String name, Message message) {
        return builder(name, "", message, parent.context());
    }

    long nowMicros() {
        return micros(time.instant());
    }

    @Override
    public Leased delivered(Leased leased) {
        Message message = leased.message().message();
        Delivery delivery = leased.delivery();
        Span span = builder("deliver", "receive", message, brought(message))
                .kind(Kind.CLIENT)
                .startTimestamp(micros(delivery.availableAt()), TimeUnit.MICROSECONDS)
                .tag("caxton.delivery.attempt", delivery.attempt())
                .start();
        delivery.agentId().ifPresent(id -> span.tag("caxton.agent.id", id));
        span.end(nowMicros(), TimeUnit.MICROSECONDS);
        return carrying(leased, span);
    }

    @Override
    public Handling handling(Leased leased) {
        Message message = leased.message().message();
        Span span = builder("handle", "process", message, brought(message))
                .kind(Kind.CONSUMER)
                .start();
        return new TracedHandling(tracer, span, carrying(leased, span));
    }

    private @Nullable TraceContext brought(Message message) {
        return message.trace().map(trace -> Traceparents.read(tracer, trace)).orElse(null);
    }

    private Span.Builder builder(String name, String type, Message message, @Nullable TraceContext parent) {
        Span.Builder builder = tracer.spanBuilder()
                .name(name)
                .tag("messaging.system", "caxton")
                .tag("messaging.operation.name", name)
                .tag("messaging.message.id", message.id())
                .tag("messaging.message.conversation_id", message.conversationId())
                .tag("messaging.destination.name", Traceparents.destination(message));
        if (!type.isEmpty()) {
            builder = builder.tag("messaging.operation.type", type);
        }
        return parent == null ? builder.setNoParent() : builder.setParent(parent);
    }

    private static Leased carrying(Leased leased, Span span) {
        StoredMessage stored = leased.message();
        return new Leased(stored.with(Traceparents.carrying(stored.message(), span.context())), leased.delivery());
    }

    private static long micros(Instant at) {
        return TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + at.getNano() / 1_000;
    }
}

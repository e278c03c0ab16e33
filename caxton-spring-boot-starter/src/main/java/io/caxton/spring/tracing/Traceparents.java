package io.caxton.spring.tracing;

import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Optional;

/** Between the traceparent of messages (W3C Trace Context) and the contexts of spans. */
final class Traceparents {
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;
    private static final int SAMPLED = 1;
    private static final int TRACE_ID_LENGTH = 32;

    private Traceparents() {}

    static io.micrometer.tracing.TraceContext read(Tracer tracer, TraceContext trace) {
        String text = trace.traceparent();
        boolean sampled = (Integer.parseInt(text.substring(FLAGS), 16) & SAMPLED) != 0;
        return tracer.traceContextBuilder()
                .traceId(text.substring(TRACE_ID, SPAN_ID - 1))
                .spanId(text.substring(SPAN_ID, FLAGS - 1))
                .sampled(sampled)
                .build();
    }

    /** The message with this span as its trace; the state of the vendors goes on as it came. */
    static Message carrying(Message message, io.micrometer.tracing.TraceContext context) {
        String id = context.traceId();
        String traceId = "0".repeat(Math.max(0, TRACE_ID_LENGTH - id.length())) + id;
        String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        String traceparent = "00-" + traceId + "-" + context.spanId() + "-" + flags;
        Optional<String> state = message.trace()
                .filter(before -> before.traceparent().startsWith(traceId, TRACE_ID))
                .flatMap(TraceContext::tracestate);
        return message.withTrace(new TraceContext(traceparent, state));
    }

    static String destination(Message message) {
        return message.recipient() instanceof Recipient.ToCapability to
                ? to.capability().toString()
                : ((Recipient.ToAgent) message.recipient()).name().value();
    }
}

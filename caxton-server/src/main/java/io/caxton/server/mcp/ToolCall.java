package io.caxton.server.mcp;

import io.caxton.core.message.TraceContext;
import io.caxton.server.intake.RequestTrace;
import io.caxton.server.security.AuditLog.Origin;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A call of a tool.
 *
 * @param arguments an object, exactly as it was sent
 * @param trace the trace that the call belongs to
 * @param origin where it came from
 */
record ToolCall(Caller caller, JsonNode arguments, Optional<TraceContext> trace, Origin origin) {

    /** Reads what surrounds a message, on the thread that it came in on. */
    static ToolCall of(HttpServletRequest request, RpcMessage message) {
        JsonNode arguments = message.params().path("arguments");
        Optional<TraceContext> trace = trace(message.meta()).or(() -> RequestTrace.of(request));
        return new ToolCall(
                Callers.current(),
                arguments.isObject() ? arguments : JsonNodeFactory.instance.objectNode(),
                trace,
                new Origin(request.getRemoteAddr(), trace.map(TraceContext::traceId)));
    }

    /** The trace that the message names; malformed, it is dropped as if there were none. */
    private static Optional<TraceContext> trace(JsonNode meta) {
        return text(meta, "traceparent").flatMap(parent -> TraceContext.parse(parent, text(meta, "tracestate")));
    }

    private static Optional<String> text(JsonNode meta, String name) {
        return Optional.of(meta.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }
}

package io.caxton.server.intake;

import io.caxton.core.message.TraceContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The trace that a request belongs to, as its headers name it (W3C Trace Context). */
public final class RequestTrace {
    private RequestTrace() {}

    /** Empty also if the headers are malformed: they are dropped then, as the recommendation says. */
    public static Optional<TraceContext> of(HttpServletRequest request) {
        List<String> states = Collections.list(request.getHeaders("tracestate"));
        Optional<String> state = states.isEmpty() ? Optional.empty() : Optional.of(String.join(",", states));
        return Optional.ofNullable(request.getHeader("traceparent"))
                .flatMap(parent -> TraceContext.parse(parent, state));
    }
}

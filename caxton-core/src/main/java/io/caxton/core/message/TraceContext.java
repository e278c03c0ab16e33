package io.caxton.core.message;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trace a message belongs to (W3C Trace Context, Recommendation 2021-11-23).
 *
 * @param traceparent the {@code traceparent} header, version 00
 * @param tracestate the {@code tracestate} header, opaque, at most 512 printable ASCII characters and tabs
 */
public record TraceContext(String traceparent, Optional<String> tracestate) {
    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TRACESTATE = Pattern.compile("[\\t -~]{1,512}");

    /** The context if the header is well formed; a malformed trace is dropped, never an error (section 3.2 of the recommendation). */
    public static Optional<TraceContext> parse(String traceparent, Optional<String> tracestate) {
        if (!TRACEPARENT.matcher(traceparent).matches()) {
            return Optional.empty();
        }
        return Optional.of(new TraceContext(
                traceparent, tracestate.filter(s -> TRACESTATE.matcher(s).matches())));
    }

    /** The id of the trace: 32 lower-case hexadecimal digits. */
    public String traceId() {
        return traceparent.split("-", -1)[1];
    }
}

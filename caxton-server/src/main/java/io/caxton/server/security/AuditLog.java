package io.caxton.server.security;

import io.caxton.core.message.TraceContext;
import io.caxton.server.intake.RequestTrace;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what, and what was refused: one line each, by the logger {@code caxton.audit}, for every door. Holds ids, names
 * and keys; never contents, never credentials. What comes from outside is quoted and cut, so that a line stays a line.
 */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger("caxton.audit");
    private static final int MAX_VALUE = 256;

    private final boolean enabled;

    AuditLog(boolean enabled) {
        this.enabled = enabled;
    }

    /** How an act ended. */
    public enum Outcome {
        DONE,
        REFUSED,
        FAILED;

        /** What an HTTP status says: 401, 403 and 429 are refusals. */
        public static Outcome of(int status) {
            if (status < 400) {
                return DONE;
            }
            return status == 401 || status == 403 || status == 429 ? REFUSED : FAILED;
        }
    }

    /**
     * Where a request came from. A door that goes on elsewhere takes it along.
     *
     * @param remote address of the client
     * @param trace id of its trace, if it belongs to one
     */
    public record Origin(String remote, Optional<String> trace) {
        public static Origin of(HttpServletRequest request) {
            return new Origin(request.getRemoteAddr(), RequestTrace.of(request).map(TraceContext::traceId));
        }
    }

    /**
     * Writes a line.
     *
     * @param caller null if nobody proved who they are
     * @param act what was done, such as {@code message.send}
     * @param resource on which; an id, a name or a key
     */
    public void record(@Nullable Caller caller, String act, String resource, Outcome outcome, Origin origin) {
        if (enabled) {
            LOG.info(
                    "caller={} act={} resource={} outcome={} remote={} trace={}",
                    caller == null ? "-" : quoted(caller.id()),
                    act,
                    quoted(resource),
                    outcome.name().toLowerCase(Locale.ROOT),
                    quoted(origin.remote()),
                    origin.trace().orElse("-"));
        }
    }

    void refused(String act, HttpServletRequest request) {
        if (enabled) {
            String resource = request.getMethod() + " " + request.getRequestURI();
            record(Callers.find().orElse(null), act, resource, Outcome.REFUSED, Origin.of(request));
        }
    }

    /** In quotes and printable ASCII, the rest escaped as in JSON. */
    static String quoted(String text) {
        StringBuilder line = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < Math.min(text.length(), MAX_VALUE); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                line.append(c);
            } else {
                line.append(String.format("\\u%04x", (int) c));
            }
        }
        return line.append(text.length() > MAX_VALUE ? "...\"" : "\"").toString();
    }
}

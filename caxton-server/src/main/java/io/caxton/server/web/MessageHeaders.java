package io.caxton.server.web;

import io.caxton.core.request.RequestLimits;
import io.caxton.core.validation.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The request headers that concern a message. */
final class MessageHeaders {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[ -~]{1," + RequestLimits.MAX_IDEMPOTENCY_KEY + "}");

    private MessageHeaders() {}

    /** The key under which a repeated request is recognised. */
    static Optional<String> idempotencyKey(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(IDEMPOTENCY_KEY));
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (keys.size() > 1 || !KEY.matcher(keys.get(0)).matches()) {
            throw new InvalidRequestException(
                    IDEMPOTENCY_KEY, "must be one text of 1 to 255 printable ASCII characters");
        }
        return Optional.of(keys.get(0));
    }
}

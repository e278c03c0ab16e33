package io.caxton.server.web;

import io.caxton.core.request.RequestLimits;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.json.StrictJson;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The JSON bodies of requests, each with its bound. */
final class JsonBodies {
    private static final long BATCH_BYTES = 32L << 20;
    private static final long SMALL_BYTES = 1L << 20;

    private final StrictJson json;
    private final RequestLimits limits;

    JsonBodies(JsonMapper mapper, RequestLimits limits) {
        this.json = new StrictJson(mapper);
        this.limits = limits;
    }

    static long batchBytes(RequestLimits limits) {
        return Math.max(BATCH_BYTES, limits.maxContentBytes() + RequestLimits.ENVELOPE_BYTES);
    }

    JsonNode message(HttpServletRequest request) {
        return required(request, limits.maxContentBytes() + RequestLimits.ENVELOPE_BYTES);
    }

    JsonNode batch(HttpServletRequest request) {
        return required(request, batchBytes(limits));
    }

    /** A body that holds no content. */
    JsonNode small(HttpServletRequest request) {
        return required(request, SMALL_BYTES);
    }

    /** The same where it may be left out; then an empty object. */
    JsonNode smallOrNone(HttpServletRequest request) {
        return hasBody(request) ? json.read(request, SMALL_BYTES) : JsonNodeFactory.instance.objectNode();
    }

    /** Any body, which must be there. */
    JsonNode required(HttpServletRequest request, long maxBytes) {
        if (!hasBody(request)) {
            throw new InvalidRequestException("body", "a JSON body is required");
        }
        return json.read(request, maxBytes);
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }
}

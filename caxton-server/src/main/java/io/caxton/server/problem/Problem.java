package io.caxton.server.problem;

import io.caxton.core.validation.FieldError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Problem details (RFC 9457).
 *
 * @param detail a sentence about this occurrence; never content, never a stack trace
 * @param errors the fields concerned
 * @param more extension members
 * @param retryAfter when it may be worth trying again
 */
public record Problem(
        ProblemType type,
        int status,
        String detail,
        List<FieldError> errors,
        Map<String, JsonNode> more,
        Optional<Duration> retryAfter) {

    Problem(ProblemType type, int status, String detail) {
        this(type, status, detail, List.of(), Map.of(), Optional.empty());
    }

    public Problem withErrors(List<FieldError> found) {
        return new Problem(type, status, detail, found, more, retryAfter);
    }

    public Problem withError(String field, String reason) {
        return withErrors(List.of(new FieldError(field, reason)));
    }

    public Problem with(String member, JsonNode value) {
        Map<String, JsonNode> extended = new LinkedHashMap<>(more);
        extended.put(member, value);
        return new Problem(type, status, detail, errors, extended, retryAfter);
    }

    public Problem with(String member, String value) {
        return with(member, JsonNodeFactory.instance.stringNode(value));
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(type, status, detail, errors, more, Optional.of(wait));
    }

    /** The problem details document; {@code instance} is the path asked for. */
    public ObjectNode toJson(String instance) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", type.uri());
        json.put("title", type.title());
        json.put("status", status);
        json.put("detail", detail);
        json.put("instance", instance);
        var list = json.putArray("errors");
        errors.forEach(e -> list.addObject().put("field", e.field()).put("reason", e.reason()));
        more.forEach(json::set);
        return json;
    }

    public ResponseEntity<Object> toResponse(String instance, HttpHeaders headers) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(status).headers(headers).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        retryAfter.ifPresent(wait -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait))));
        return response.body(toJson(instance));
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }
}

package io.caxton.server.web;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Answers that are not problems. JSON is sent whatever the client would rather have. */
final class Answers {
    private Answers() {}

    static ResponseEntity<JsonNode> ok(JsonNode body) {
        return json(200, body);
    }

    static ResponseEntity<JsonNode> json(int status, JsonNode body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }

    static ResponseEntity<JsonNode> nothing() {
        return ResponseEntity.noContent().build();
    }
}

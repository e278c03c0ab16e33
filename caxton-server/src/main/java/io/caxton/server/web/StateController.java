package io.caxton.server.web;

import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Callers;
import io.caxton.state.DeleteResult;
import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateEntry;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What agents remember, by key. A key stands in the path, percent-encoded, or, where a path cannot carry it, in the query
 * parameter {@code key}.
 */
@RestController
@RequestMapping("/api/v1/state")
final class StateController {
    private static final Duration SHORTEST_TTL = Duration.ofMillis(1);
    private static final String EXPIRES_AT = "Caxton-Expires-At";

    /** White space and escapes that a body may spend on a value. */
    private static final int ROOM_FOR_SPELLING = 6;

    private final McpStateTool tool;
    private final JsonBodies bodies;

    StateController(McpStateTool tool, JsonBodies bodies) {
        this.tool = tool;
        this.bodies = bodies;
    }

    @PutMapping("/{*key}")
    ResponseEntity<JsonNode> store(HttpServletRequest request) {
        return store(request, StatePath.key(request), QueryReader.of(request));
    }

    @PutMapping
    ResponseEntity<JsonNode> storeByQuery(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        return store(request, requireKey(query), query);
    }

    private ResponseEntity<JsonNode> store(HttpServletRequest request, String key, QueryReader query) {
        requireKey(request, key);
        Optional<Duration> ttl =
                query.duration("ttl", SHORTEST_TTL, tool.limits().maxTtl());
        query.finish();
        long maxBytes = (long) tool.limits().maxValueBytes() * ROOM_FOR_SPELLING;
        StoreRequest plain = StoreRequest.of(key, bodies.required(request, maxBytes));
        StoreRequest store =
                StateConditions.apply(request, ttl.map(plain::expiringAfter).orElse(plain));
        StoreResult result = tool.store(store);
        if (result instanceof StoreResult.ConditionFailed failed) {
            throw StateConditions.failed(failed.currentVersion());
        }
        StoreResult.Stored stored = (StoreResult.Stored) result;
        return ResponseEntity.status(stored.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(StateConditions.entityTag(stored.version()))
                .build();
    }

    @GetMapping("/{*key}")
    ResponseEntity<JsonNode> retrieve(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        return retrieve(request, StatePath.key(request));
    }

    /** Lists keys, or with {@code key} answers with its value. */
    @GetMapping
    ResponseEntity<JsonNode> listOrRetrieve(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        Optional<String> key = query.text("key");
        if (key.isPresent()) {
            query.finish();
            return retrieve(request, key.get());
        }
        return list(query);
    }

    private ResponseEntity<JsonNode> retrieve(HttpServletRequest request, String key) {
        requireKey(request, key);
        StateEntry entry = tool.find(key)
                .orElseThrow(() -> ProblemType.NO_SUCH_KEY
                        .because("nothing is stored under this key, or it has expired")
                        .asException());
        String tag = StateConditions.entityTag(entry.version());
        if (StateConditions.isKnown(request, entry.version())) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().eTag(tag).contentType(MediaType.APPLICATION_JSON);
        entry.expiresAt().ifPresent(at -> answer.header(EXPIRES_AT, at.toString()));
        return answer.body(entry.value());
    }

    private ResponseEntity<JsonNode> list(QueryReader query) {
        String prefix = query.text("prefix").orElse("");
        int most = tool.limits().maxPageKeys();
        int limit = query.integer("limit", Math.min(ListRequest.DEFAULT_LIMIT, most), 1, most);
        Optional<String> cursor = query.text("cursor");
        query.finish();
        Callers.current().requireStatePrefix(prefix);
        KeyPage keys = tool.list(new ListRequest(prefix, limit, cursor));
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        keys.keys().forEach(page.putArray("keys")::add);
        keys.nextCursor().ifPresentOrElse(c -> page.put("next_cursor", c), () -> page.putNull("next_cursor"));
        return Answers.ok(page);
    }

    @DeleteMapping("/{*key}")
    ResponseEntity<JsonNode> delete(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        return delete(request, StatePath.key(request));
    }

    @DeleteMapping
    ResponseEntity<JsonNode> deleteByQuery(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        String key = requireKey(query);
        query.finish();
        return delete(request, key);
    }

    /** Absence is what a delete is for; only a condition makes it a failure. */
    private ResponseEntity<JsonNode> delete(HttpServletRequest request, String key) {
        requireKey(request, key);
        Optional<String> version = StateConditions.ifMatch(request);
        if (version.isEmpty()) {
            tool.delete(key);
            return Answers.nothing();
        }
        DeleteResult result = tool.deleteIf(key, version.get());
        if (result instanceof DeleteResult.ConditionFailed failed) {
            throw StateConditions.failed(Optional.of(failed.currentVersion()));
        }
        if (result instanceof DeleteResult.Absent) {
            throw StateConditions.failed(Optional.empty());
        }
        return Answers.nothing();
    }

    private static void requireKey(HttpServletRequest request, String key) {
        AuditInterceptor.isAbout(request, key);
        Callers.current().requireStateKey(key);
    }

    private static String requireKey(QueryReader query) {
        return query.text("key")
                .orElseThrow(() -> new InvalidRequestException("key", "is required, in the path or as ?key="));
    }
}

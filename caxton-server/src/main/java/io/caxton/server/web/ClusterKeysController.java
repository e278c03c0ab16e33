package io.caxton.server.web;

import io.caxton.core.message.WireNames;
import io.caxton.core.request.RequestReader;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Callers;
import io.caxton.spring.cluster.ClusterKeys;
import io.caxton.spring.cluster.ClusterKeys.Change;
import io.caxton.spring.cluster.KeyAnswer;
import io.caxton.spring.cluster.KeyInventory;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The keys of all members: what they are called, and their rotation. A key itself is never told, nor logged. */
@RestController
@RequestMapping("/api/v1/cluster/keys")
final class ClusterKeysController {
    private static final int MAX_TEXT = 100;

    private final ObjectProvider<ClusterKeys> keys;
    private final JsonBodies bodies;

    ClusterKeysController(ObjectProvider<ClusterKeys> keys, JsonBodies bodies) {
        this.keys = keys;
        this.bodies = bodies;
    }

    static ProblemException notClustered() {
        return ProblemType.NOT_CLUSTERED
                .because("this node is none of a cluster: caxton.cluster.enabled is not set")
                .asException();
    }

    private ClusterKeys clustered() {
        return Optional.ofNullable(keys.getIfAvailable()).orElseThrow(ClusterKeysController::notClustered);
    }

    @GetMapping
    CompletableFuture<ResponseEntity<JsonNode>> list(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        Callers.current().requireAdmin();
        return clustered().list().thenApply(inventory -> Answers.ok(write(inventory)));
    }

    private static ObjectNode write(KeyInventory inventory) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("keys");
        for (KeyInventory.Key key : inventory.keys()) {
            list.addObject()
                    .put("fingerprint", key.fingerprint())
                    .put("installed_on", key.installedOn())
                    .put("primary_on", key.primaryOn());
        }
        write(json, inventory.answers());
        return json;
    }

    private static void write(ObjectNode json, List<KeyAnswer> answers) {
        json.put("complete", answers.stream().allMatch(KeyAnswer::done));
        ArrayNode list = json.putArray("members");
        for (KeyAnswer answer : answers) {
            ObjectNode member = list.addObject().put("node_id", answer.nodeId()).put("done", answer.done());
            if (!answer.reason().isEmpty()) {
                member.put("reason", answer.reason());
            }
        }
    }

    @PostMapping
    CompletableFuture<ResponseEntity<JsonNode>> change(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        RequestReader reader = RequestReader.of(bodies.small(request));
        Change change = reader.require("operation", reader.constant("operation", Change.class))
                .orElse(Change.INSTALL);
        Optional<byte[]> key = reader.parsed("key", MAX_TEXT, ClusterKeysController::key);
        Optional<String> fingerprint = reader.line("fingerprint", MAX_TEXT);
        if (reader.has("key") == reader.has("fingerprint")) {
            reader.refuse("key", "give either a key or the fingerprint of one that is installed");
        }
        reader.finish();
        Callers.current().requireAdmin();
        ClusterKeys cluster = clustered();
        byte[] meant = key.or(() -> fingerprint.flatMap(cluster::find)).orElseThrow(ClusterKeysController::unknown);
        String name = ClusterKeys.fingerprint(meant);
        AuditInterceptor.isAbout(request, WireNames.of(change) + " " + name);
        return cluster.change(change, meant).thenApply(answers -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("operation", WireNames.of(change));
            json.put("fingerprint", name);
            write(json, answers);
            return Answers.ok(json);
        });
    }

    private static ProblemException unknown() {
        return ProblemType.KEYS_NOT_CHANGED
                .because("this node has no key of this fingerprint")
                .withError("fingerprint", "is not that of a key which is installed here")
                .asException();
    }

    /** What is wrong with it is told without quoting it. */
    private static byte[] key(String field, String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == 16 || key.length == 24 || key.length == 32) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // Answered below, like any other text that is not a key.
        }
        throw new InvalidRequestException(field, "must be 16, 24 or 32 bytes in base64");
    }
}

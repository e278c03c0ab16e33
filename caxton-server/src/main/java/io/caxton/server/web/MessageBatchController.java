package io.caxton.server.web;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.core.engine.Submission;
import io.caxton.core.request.MessageRequests;
import io.caxton.core.request.RequestContext;
import io.caxton.core.request.RequestLimits;
import io.caxton.core.request.RequestReader;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.intake.RequestTrace;
import io.caxton.server.json.ReceiptJson;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.Problems;
import io.caxton.server.security.AuditLog;
import io.caxton.server.security.AuditLog.Origin;
import io.caxton.server.security.AuditLog.Outcome;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import io.caxton.server.security.RateLimiter;
import io.caxton.server.security.SendPermission;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeIdentity;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Many messages in one request, each with a result of its own. */
@RestController
@RequestMapping("/api/v1/messages/batch")
final class MessageBatchController {
    private final NodeIdentity node;
    private final MessageGateway messages;
    private final SendPermission permission;
    private final RateLimiter rates;
    private final AuditLog audit;
    private final JsonBodies bodies;
    private final RequestLimits limits;
    private final InstantSource time;
    private final RandomGenerator random;

    MessageBatchController(
            NodeIdentity node,
            MessageGateway messages,
            SendPermission permission,
            RateLimiter rates,
            AuditLog audit,
            JsonBodies bodies,
            RequestLimits limits,
            InstantSource time,
            RandomGenerator random) {
        this.node = node;
        this.messages = messages;
        this.permission = permission;
        this.rates = rates;
        this.audit = audit;
        this.bodies = bodies;
        this.limits = limits;
        this.time = time;
        this.random = random;
    }

    /** Sends in order, so that the order of a conversation is the order of the batch. */
    @PostMapping
    CompletableFuture<ResponseEntity<JsonNode>> send(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        if (request.getHeader(MessageHeaders.IDEMPOTENCY_KEY) != null) {
            throw new InvalidRequestException(
                    MessageHeaders.IDEMPOTENCY_KEY, "is not for batches; give each message its message_id instead");
        }
        String instance = request.getRequestURI();
        RequestContext context =
                RequestContext.of(limits, time.instant(), random).withTrace(RequestTrace.of(request));
        List<Item> items = read(bodies.batch(request));
        Caller caller = Callers.current();
        Origin origin = Origin.of(request);
        // The request itself was counted as one.
        rates.acquire(caller, items.size() - 1L);
        List<CompletableFuture<ObjectNode>> results = items.stream()
                .map(item -> sendOne(caller, item, context).handle((result, failure) -> {
                    ObjectNode written =
                            failure == null ? write(result, instance) : refused(Problems.of(failure), instance);
                    record(caller, item, written, origin);
                    return written;
                }))
                .toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    ObjectNode json = JsonNodeFactory.instance.objectNode();
                    ArrayNode list = json.putArray("results");
                    results.forEach(result -> list.add(result.join()));
                    return Answers.json(202, json);
                });
    }

    private void record(Caller caller, Item item, ObjectNode result, Origin origin) {
        Outcome outcome = Outcome.of(result.path("status").intValue());
        String about = result.path("message_id").asString(item.path());
        if (outcome != Outcome.FAILED) {
            audit.record(caller, MessageController.ACT, about, outcome, origin);
        }
    }

    private record Item(String path, JsonNode message) {}

    private List<Item> read(JsonNode body) {
        RequestReader reader = RequestReader.of(body);
        Optional<List<Item>> items =
                reader.require("messages", reader.list("messages", limits.maxBatchMessages(), Item::new));
        if (items.filter(List::isEmpty).isPresent()) {
            reader.refuse("messages", "must hold at least one message");
        }
        reader.finish();
        return items.orElseThrow();
    }

    private CompletableFuture<AcceptResult> sendOne(Caller caller, Item item, RequestContext context) {
        try {
            Submission submission = MessageRequests.parse(item.message(), context.at(item.path()));
            permission.require(caller, submission.message());
            return messages.send(submission);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private ObjectNode write(AcceptResult result, String instance) {
        if (result instanceof Rejected rejected) {
            return refused(Problems.of(rejected), instance);
        }
        Accepted accepted = (Accepted) result;
        ObjectNode receipt = ReceiptJson.accepted(accepted, node.nodeId());
        JsonNode status = receipt.required("status");
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", 202);
        json.setAll(receipt.without("status"));
        json.set("message_status", status);
        return json;
    }

    private static ObjectNode refused(Problem problem, String instance) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", problem.status());
        json.set("error", problem.toJson(instance));
        return json;
    }
}

package io.caxton.server.web;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.request.MailboxRequests;
import io.caxton.core.request.MailboxRequests.Nack;
import io.caxton.core.request.RequestLimits;
import io.caxton.server.directory.HostedAgents;
import io.caxton.server.json.LeasedJson;
import io.caxton.server.problem.Problems;
import io.caxton.server.security.Callers;
import io.caxton.spring.gateway.MailboxGateway;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The mailbox of an instance. Waiting holds no thread. */
@RestController
@RequestMapping("/api/v1/agents/{agentId}/messages")
final class MailboxController {
    private static final int DEFAULT_MAX = 10;
    private static final int MAX_MAX = 100;

    private final MailboxGateway mailboxes;
    private final HostedAgents agents;
    private final JsonBodies bodies;
    private final RequestLimits limits;
    private final CommitWaits commits;

    MailboxController(
            MailboxGateway mailboxes,
            HostedAgents agents,
            JsonBodies bodies,
            RequestLimits limits,
            CommitWaits commits) {
        this.mailboxes = mailboxes;
        this.agents = agents;
        this.bodies = bodies;
        this.limits = limits;
        this.commits = commits;
    }

    @GetMapping
    CompletableFuture<ResponseEntity<JsonNode>> receive(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        int max = query.integer("max", DEFAULT_MAX, 1, MAX_MAX);
        Duration wait = query.duration("wait", Duration.ZERO, limits.maxWait()).orElse(Duration.ZERO);
        query.finish();
        agents.require(Callers.current(), agentId);
        return mailboxes.receive(agentId, max, wait).thenApply(MailboxController::write);
    }

    private static ResponseEntity<JsonNode> write(List<Leased> leased) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("messages");
        leased.forEach(one -> list.add(LeasedJson.write(one)));
        return Answers.ok(json);
    }

    @PostMapping("/{messageId}/ack")
    Object ack(@PathVariable String agentId, @PathVariable String messageId, HttpServletRequest request) {
        OptionalInt attempt = attempt(request);
        MailboxRequests.nothing(bodies.smallOrNone(request));
        agents.require(Callers.current(), agentId);
        return commits.answer(mailboxes.ack(agentId, messageId, attempt), MailboxController::settled);
    }

    @PostMapping("/{messageId}/nack")
    Object nack(@PathVariable String agentId, @PathVariable String messageId, HttpServletRequest request) {
        OptionalInt attempt = attempt(request);
        Nack nack = MailboxRequests.nack(bodies.smallOrNone(request));
        agents.require(Callers.current(), agentId);
        return commits.answer(
                mailboxes.nack(agentId, messageId, attempt, nack.reason(), nack.requeue(), nack.delay()),
                MailboxController::settled);
    }

    @PostMapping("/{messageId}/extend")
    Object extend(@PathVariable String agentId, @PathVariable String messageId, HttpServletRequest request) {
        OptionalInt attempt = attempt(request);
        Duration lease = MailboxRequests.extend(bodies.small(request), limits);
        agents.require(Callers.current(), agentId);
        return commits.answer(mailboxes.extend(agentId, messageId, attempt, lease), MailboxController::settled);
    }

    /** Which hand-out is meant, if the client says so. */
    private static OptionalInt attempt(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        Optional<Integer> attempt = query.integer("attempt", 1, 1_000_000);
        query.finish();
        return attempt.isPresent() ? OptionalInt.of(attempt.get()) : OptionalInt.empty();
    }

    private static ResponseEntity<JsonNode> settled(Settlement settlement) {
        if (settlement != Settlement.DONE) {
            throw Problems.of(settlement).asException();
        }
        return Answers.nothing();
    }
}

package io.caxton.server.web;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.message.MessageJson;
import io.caxton.core.request.MailboxRequests;
import io.caxton.core.request.RequestLimits;
import io.caxton.server.page.Cursors;
import io.caxton.server.page.Page;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.MessageGateway.DeadLetter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Messages that ran out of attempts. */
@RestController
@RequestMapping("/api/v1/dead-letters")
final class DeadLetterController {
    private static final String LIST = "dead-letters";

    private final MessageGateway messages;
    private final JsonBodies bodies;
    private final RequestLimits limits;

    DeadLetterController(MessageGateway messages, JsonBodies bodies, RequestLimits limits) {
        this.messages = messages;
        this.bodies = bodies;
        this.limits = limits;
    }

    @GetMapping
    ResponseEntity<JsonNode> list(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        Optional<AgentName> agent = query.parsed("agent", AgentName::parse);
        Paging paging = Paging.ofPositions(query, limits, LIST);
        query.finish();
        requireMayList(agent);
        Page<DeadLetter> found = Page.collect(
                paging.limit(),
                Page.MAX_BYTES,
                paging.afterPosition(),
                (after, limit) -> messages.deadLetters(agent, after, limit),
                letter -> letter.delivery().position(),
                letter -> letter.message().sizeBytes());
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode list = page.putArray("dead_letters");
        found.items().forEach(letter -> list.add(write(letter)));
        Cursors.put(page, LIST, found.last());
        return Answers.ok(page);
    }

    private static void requireMayList(Optional<AgentName> agent) {
        Caller caller = Callers.current();
        if (!caller.mayLookAtEverything()) {
            caller.requireActsAs(agent.orElseThrow(() -> ProblemType.FORBIDDEN
                    .because("these credentials may only list the dead letters of their agents")
                    .withError("agent", "must name an agent that these credentials may act as")
                    .asException()));
        }
    }

    private static ObjectNode write(DeadLetter letter) {
        ObjectNode json = MessageJson.write(letter.message().message());
        json.put("accepted_at", letter.message().acceptedAt().toString());
        ObjectNode dead = json.putObject("dead");
        dead.put("agent_name", letter.delivery().agentName().value());
        letter.delivery().agentId().filter(id -> !Outbox.isOutbox(id)).ifPresent(id -> dead.put("agent_id", id));
        dead.put("attempts", letter.delivery().attempt());
        letter.delivery().reason().ifPresent(v -> dead.put("reason", v));
        return json;
    }

    @PostMapping("/{messageId}/redrive")
    CompletableFuture<ResponseEntity<JsonNode>> redrive(@PathVariable String messageId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        MailboxRequests.nothing(bodies.smallOrNone(request));
        Caller caller = Callers.current();
        caller.requireMayAct();
        return messages.redrive(messageId, caller::mayActAs).thenApply(count -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("message_id", messageId);
            json.put("redriven", requireSome(count));
            return Answers.json(202, json);
        });
    }

    @DeleteMapping("/{messageId}")
    CompletableFuture<ResponseEntity<JsonNode>> dismiss(@PathVariable String messageId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        Caller caller = Callers.current();
        caller.requireMayAct();
        return messages.dismiss(messageId, caller::mayActAs).thenApply(count -> {
            requireSome(count);
            return Answers.nothing();
        });
    }

    private static int requireSome(int count) {
        if (count == 0) {
            throw ProblemType.NO_SUCH_DEAD_LETTER
                    .because("no message of this id is on the list of dead letters")
                    .asException();
        }
        return count;
    }
}

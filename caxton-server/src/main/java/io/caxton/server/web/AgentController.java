package io.caxton.server.web;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.request.AgentRequests;
import io.caxton.core.request.AgentRequests.Heartbeat;
import io.caxton.core.request.RequestLimits;
import io.caxton.server.json.AgentJson;
import io.caxton.server.page.Cursors;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.NoSuchAgentException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Agent instances: who is there, and for how long. */
@RestController
@RequestMapping("/api/v1/agents")
final class AgentController {
    private static final String LIST = "agents";

    private final AgentGateway agents;
    private final JsonBodies bodies;
    private final RequestLimits limits;

    AgentController(AgentGateway agents, JsonBodies bodies, RequestLimits limits) {
        this.agents = agents;
        this.bodies = bodies;
        this.limits = limits;
    }

    @PostMapping
    CompletableFuture<ResponseEntity<JsonNode>> register(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        return agents.register(AgentRequests.register(bodies.small(request), limits))
                .thenApply(registered -> registered
                        .map(agent -> created(request.getContextPath(), agent))
                        .orElseThrow(AgentController::tooMany));
    }

    private static ResponseEntity<JsonNode> created(String contextPath, AgentInstance agent) {
        return ResponseEntity.created(URI.create(contextPath + "/api/v1/agents/" + agent.agentId()))
                .body(AgentJson.write(agent));
    }

    private static ProblemException tooMany() {
        return ProblemType.TOO_MANY_AGENTS
                .because("as many agents as allowed are registered at this node")
                .asException();
    }

    @GetMapping
    ResponseEntity<JsonNode> list(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        Paging paging = Paging.of(query, limits, LIST);
        Predicate<AgentInstance> wanted = filter(query);
        query.finish();
        List<AgentInstance> found = agents.registry().all().stream()
                .filter(agent -> paging.after()
                        .filter(last -> agent.agentId().compareTo(last) <= 0)
                        .isEmpty())
                .filter(wanted)
                .limit(paging.limit() + 1L)
                .toList();
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode list = page.putArray("agents");
        found.stream().limit(paging.limit()).forEach(agent -> list.add(AgentJson.write(agent)));
        boolean more = found.size() > paging.limit();
        Cursors.put(page, LIST, more ? found.get(paging.limit() - 1).agentId() : null);
        return Answers.ok(page);
    }

    private static Predicate<AgentInstance> filter(QueryReader query) {
        Optional<AgentName> name = query.parsed("name", AgentName::parse);
        Optional<Capability> capability = query.parsed("capability", Capability::parse);
        Optional<AgentStatus> status = query.constant("status", AgentStatus.class);
        Optional<String> node = query.text("node");
        return agent -> name.filter(n -> !n.equals(agent.name())).isEmpty()
                && capability.filter(c -> !agent.offers(c)).isEmpty()
                && status.filter(s -> s != agent.status()).isEmpty()
                && node.filter(n -> !n.equals(agent.nodeId())).isEmpty();
    }

    @GetMapping("/{agentId}")
    ResponseEntity<JsonNode> get(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        return agents.registry()
                .find(agentId)
                .map(agent -> Answers.ok(AgentJson.write(agent)))
                .orElseThrow(() -> new NoSuchAgentException(agentId));
    }

    @PatchMapping("/{agentId}")
    CompletableFuture<ResponseEntity<JsonNode>> update(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        return agents.update(agentId, AgentRequests.update(bodies.small(request), limits))
                .thenApply(agent -> Answers.ok(AgentJson.write(agent)));
    }

    @PostMapping("/{agentId}/heartbeat")
    CompletableFuture<ResponseEntity<JsonNode>> heartbeat(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        Heartbeat heartbeat = AgentRequests.heartbeat(bodies.smallOrNone(request));
        return agents.heartbeat(agentId, heartbeat.status(), heartbeat.load())
                .thenApply(agent -> Answers.ok(AgentJson.write(agent)));
    }

    /** With {@code drain}, the answer is 202 with the draining instance while it still has messages leased. */
    @DeleteMapping("/{agentId}")
    CompletableFuture<ResponseEntity<JsonNode>> deregister(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        boolean drain = query.flag("drain");
        query.finish();
        return agents.deregister(agentId, drain)
                .thenApply(done -> agents.registry()
                        .find(agentId)
                        .map(agent -> Answers.json(202, AgentJson.write(agent)))
                        .orElseGet(Answers::nothing));
    }
}

package io.caxton.server.web;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.WebhookSecret;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import io.caxton.core.request.AgentRequests;
import io.caxton.core.request.AgentRequests.Heartbeat;
import io.caxton.core.request.RequestLimits;
import io.caxton.server.directory.AgentSearch;
import io.caxton.server.directory.HostedAgents;
import io.caxton.server.json.AgentJson;
import io.caxton.server.page.Cursors;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import io.caxton.server.webhook.WebhookRegistrations;
import io.caxton.spring.directory.AgentDirectory;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.NoSuchAgentException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private final AgentDirectory directory;
    private final HostedAgents hosted;
    private final WebhookRegistrations webhooks;
    private final JsonBodies bodies;
    private final RequestLimits limits;

    AgentController(
            AgentGateway agents,
            AgentDirectory directory,
            HostedAgents hosted,
            WebhookRegistrations webhooks,
            JsonBodies bodies,
            RequestLimits limits) {
        this.agents = agents;
        this.directory = directory;
        this.hosted = hosted;
        this.webhooks = webhooks;
        this.bodies = bodies;
        this.limits = limits;
    }

    @PostMapping
    CompletableFuture<ResponseEntity<JsonNode>> register(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        Registration asked = AgentRequests.register(bodies.small(request), limits);
        AuditInterceptor.isAbout(request, asked.name().value());
        Caller caller = Callers.current();
        caller.requireActsAs(asked.name());
        Registration registration = webhooks.complete(caller, hosted.claim(asked));
        Optional<WebhookSecret> made = asked.webhook()
                        .filter(webhook -> webhook.secrets().isEmpty())
                        .isPresent()
                ? registration.webhook().map(webhook -> webhook.secrets().get(0))
                : Optional.empty();
        return agents.register(registration)
                .thenApply(registered -> registered
                        .map(agent -> created(request.getContextPath(), agent, made))
                        .orElseThrow(AgentController::tooMany));
    }

    /** @param made a secret that the client does not know yet; never told again */
    private static ResponseEntity<JsonNode> created(
            String contextPath, AgentInstance agent, Optional<WebhookSecret> made) {
        ObjectNode json = AgentJson.writeOwn(agent);
        made.ifPresent(secret -> json.withObject("delivery").put("secret", secret.text()));
        return ResponseEntity.created(URI.create(contextPath + "/api/v1/agents/" + agent.agentId()))
                .body(json);
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
        AgentSearch search = new AgentSearch(
                query.parsed("name", AgentName::parse),
                query.parsed("capability", Capability::parse),
                query.constant("status", AgentStatus.class),
                query.text("node"));
        query.finish();
        List<ClusterAgent> found = search.find(directory, paging.after().orElse(""), paging.limit() + 1);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode list = page.putArray("agents");
        found.stream().limit(paging.limit()).forEach(agent -> list.add(hosted.write(agent)));
        boolean more = found.size() > paging.limit();
        Cursors.put(page, LIST, more ? found.get(paging.limit() - 1).agentId() : null);
        return Answers.ok(page);
    }

    @GetMapping("/{agentId}")
    ResponseEntity<JsonNode> get(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        return hosted.find(agentId)
                .map(agent ->
                        Callers.current().mayActAs(agent.name()) ? AgentJson.writeOwn(agent) : AgentJson.write(agent))
                .or(() -> directory.find(agentId).map(AgentJson::write))
                .map(Answers::ok)
                .orElseThrow(() -> new NoSuchAgentException(agentId));
    }

    @PatchMapping("/{agentId}")
    CompletableFuture<ResponseEntity<JsonNode>> update(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        AgentUpdate update = AgentRequests.update(bodies.small(request), limits);
        Caller caller = Callers.current();
        hosted.require(caller, agentId);
        webhooks.check(caller, update);
        return agents.update(agentId, update).thenApply(agent -> Answers.ok(AgentJson.writeOwn(agent)));
    }

    @PostMapping("/{agentId}/heartbeat")
    CompletableFuture<ResponseEntity<JsonNode>> heartbeat(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        Heartbeat heartbeat = AgentRequests.heartbeat(bodies.smallOrNone(request));
        hosted.require(Callers.current(), agentId);
        return agents.heartbeat(agentId, heartbeat.status(), heartbeat.load())
                .thenApply(agent -> Answers.ok(AgentJson.write(agent)));
    }

    /** With {@code drain}, the answer is 202 with the draining instance while it still has messages leased. */
    @DeleteMapping("/{agentId}")
    CompletableFuture<ResponseEntity<JsonNode>> deregister(@PathVariable String agentId, HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        boolean drain = query.flag("drain");
        query.finish();
        hosted.require(Callers.current(), agentId);
        return agents.deregister(agentId, drain)
                .thenApply(done -> hosted.find(agentId)
                        .map(agent -> Answers.json(202, AgentJson.write(agent)))
                        .orElseGet(Answers::nothing));
    }
}

package io.caxton.server.web;

import io.caxton.core.message.WireNames;
import io.caxton.core.request.MailboxRequests;
import io.caxton.core.request.RequestLimits;
import io.caxton.server.page.Cursors;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import io.caxton.spring.cluster.Cluster;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.cluster.ClusterStatus;
import io.caxton.spring.directory.AgentDirectory;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.swim.MemberStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The cluster as this node sees it; a cluster of one if it is not clustered. */
@RestController
@RequestMapping("/api/v1/cluster")
final class ClusterController {
    private static final String LIST = "members";

    private final Cluster cluster;
    private final NodeIdentity identity;
    private final AgentDirectory agents;
    private final JsonBodies bodies;
    private final RequestLimits limits;

    ClusterController(
            Cluster cluster, NodeIdentity identity, AgentDirectory agents, JsonBodies bodies, RequestLimits limits) {
        this.cluster = cluster;
        this.identity = identity;
        this.agents = agents;
        this.bodies = bodies;
        this.limits = limits;
    }

    @GetMapping
    ResponseEntity<JsonNode> get(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        requireMayLook();
        ClusterStatus status = cluster.status();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("node_id", identity.nodeId());
        json.put("epoch", identity.epoch());
        json.put("state", WireNames.of(status.state()));
        json.put("size", status.size());
        for (MemberStatus each : MemberStatus.values()) {
            json.put(WireNames.of(each), status.count(each));
        }
        json.put("incarnation", status.incarnation());
        json.put("health_score", status.healthScore());
        status.conflict().ifPresent(conflict -> json.put("conflict", conflict));
        json.put("agents", agents.size());
        return Answers.ok(json);
    }

    @GetMapping("/members")
    ResponseEntity<JsonNode> members(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        Paging paging = Paging.of(query, limits, LIST);
        query.finish();
        requireMayLook();
        List<ClusterMember> found = cluster.members().stream()
                .filter(member -> paging.after()
                        .filter(last -> member.nodeId().compareTo(last) <= 0)
                        .isEmpty())
                .limit(paging.limit() + 1L)
                .toList();
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode list = page.putArray("members");
        found.stream().limit(paging.limit()).forEach(member -> list.add(write(member)));
        boolean more = found.size() > paging.limit();
        Cursors.put(page, LIST, more ? found.get(paging.limit() - 1).nodeId() : null);
        return Answers.ok(page);
    }

    private ObjectNode write(ClusterMember member) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("node_id", member.nodeId());
        member.address().ifPresent(address -> json.put("address", address.toString()));
        member.http().ifPresent(address -> json.put("http_address", address));
        json.put("status", WireNames.of(member.status()));
        json.put("incarnation", member.incarnation());
        if (member.isCaxton()) {
            json.put("agents", agents.agentsOf(member.nodeId()));
        }
        ObjectNode tags = json.putObject("tags");
        new TreeMap<>(member.tags()).forEach(tags::put);
        return json;
    }

    private static void requireMayLook() {
        Caller caller = Callers.current();
        if (!caller.mayLookAtEverything()) {
            throw ProblemType.FORBIDDEN
                    .because("this needs the role viewer or admin")
                    .asException();
        }
    }

    /** Asked again, it answers the same. */
    @PostMapping("/leave")
    CompletableFuture<ResponseEntity<JsonNode>> leave(HttpServletRequest request) {
        QueryReader.refuseAll(request);
        MailboxRequests.nothing(bodies.smallOrNone(request));
        Callers.current().requireAdmin();
        AuditInterceptor.isAbout(request, identity.nodeId());
        if (!(cluster instanceof ClusterNode node)) {
            throw ClusterKeysController.notClustered();
        }
        return node.leave().thenApply(farewell -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("node_id", identity.nodeId());
            json.put("state", WireNames.of(node.status().state()));
            json.put("others_told", farewell.othersTold());
            json.put("moved", farewell.moved());
            json.put("left", farewell.left());
            return Answers.ok(json);
        });
    }
}

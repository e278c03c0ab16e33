package io.caxton.server.web;

import io.caxton.core.request.MailboxRequests;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Callers;
import io.caxton.spring.copies.LostMembers;
import io.caxton.spring.copies.LostMembers.Told;
import io.caxton.spring.copies.LostMembers.Verdict;
import io.caxton.spring.gateway.NodeIdentity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lets an operator say that a node will not come back with its disk. */
@RestController
@RequestMapping("/api/v1/cluster/members/{nodeId}/lost")
final class LostMemberController {
    private final ObjectProvider<LostMembers> members;
    private final NodeIdentity identity;
    private final JsonBodies bodies;

    LostMemberController(ObjectProvider<LostMembers> members, NodeIdentity identity, JsonBodies bodies) {
        this.members = members;
        this.identity = identity;
        this.bodies = bodies;
    }

    /** Asked again, it tells those who were not told. */
    @PostMapping
    CompletableFuture<ResponseEntity<JsonNode>> lost(@PathVariable String nodeId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        MailboxRequests.nothing(bodies.smallOrNone(request));
        Callers.current().requireAdmin();
        AuditInterceptor.isAbout(request, nodeId);
        LostMembers lost =
                Optional.ofNullable(members.getIfAvailable()).orElseThrow(ClusterKeysController::notClustered);
        Verdict verdict = lost.look(nodeId);
        if (verdict == Verdict.UNKNOWN) {
            throw ProblemType.NO_SUCH_MEMBER
                    .because(
                            "this node knows no member of that id; of one that the cluster has forgotten everything was"
                                    + " adopted already")
                    .asException();
        }
        if (verdict == Verdict.REACHABLE) {
            throw ProblemType.MEMBER_REACHABLE
                    .because("it can be reached; stop it, and wait until the members say that it is dead or has left")
                    .asException();
        }
        return lost.declare(identity.nodeId(), nodeId).thenApply(told -> Answers.ok(write(nodeId, told)));
    }

    private static ObjectNode write(String nodeId, List<Told> told) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("node_id", nodeId);
        json.put(
                "adopted",
                told.stream().mapToLong(each -> each.adopted().orElse(0)).sum());
        json.put("complete", told.stream().allMatch(each -> each.adopted().isPresent()));
        ArrayNode list = json.putArray("members");
        for (Told each : told) {
            ObjectNode member = list.addObject().put("node_id", each.nodeId());
            member.put("done", each.adopted().isPresent());
            each.adopted().ifPresent(count -> member.put("adopted", count));
        }
        return json;
    }
}

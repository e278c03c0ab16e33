package io.caxton.server.web;

import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Callers;
import io.caxton.spring.directory.MemberRemoval;
import io.caxton.spring.directory.MemberRemoval.Answer;
import io.caxton.spring.gateway.NodeIdentity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an operator does about a single member. */
@RestController
@RequestMapping("/api/v1/cluster/members/{nodeId}")
final class ClusterMembersController {
    private final ObjectProvider<MemberRemoval> removal;
    private final NodeIdentity identity;

    ClusterMembersController(ObjectProvider<MemberRemoval> removal, NodeIdentity identity) {
        this.removal = removal;
        this.identity = identity;
    }

    /** Here first: of a member that is there, or unknown, nobody else is asked. */
    @DeleteMapping
    CompletableFuture<ResponseEntity<JsonNode>> forget(@PathVariable String nodeId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        Callers.current().requireAdmin();
        MemberRemoval clustered =
                Optional.ofNullable(removal.getIfAvailable()).orElseThrow(ClusterKeysController::notClustered);
        return clustered.forgetHere(nodeId).thenCompose(outcome -> switch (outcome) {
            case FORGOTTEN -> clustered.forgetElsewhere(nodeId).thenApply(others -> Answers.ok(write(nodeId, others)));
            case UNKNOWN ->
                throw ProblemType.NO_SUCH_MEMBER
                        .because("this node knows no member of this id")
                        .asException();
            case PRESENT ->
                throw ProblemType.MEMBER_PRESENT
                        .because("only a member that failed or left can be forgotten: stop it first")
                        .asException();
        });
    }

    private ObjectNode write(String nodeId, List<Answer> others) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("node_id", nodeId);
        json.put("complete", others.stream().allMatch(Answer::done));
        ArrayNode list = json.putArray("members");
        list.addObject().put("node_id", identity.nodeId()).put("done", true);
        for (Answer answer : others) {
            ObjectNode member = list.addObject().put("node_id", answer.nodeId()).put("done", answer.done());
            if (!answer.done()) {
                member.put("reason", answer.reason());
            }
        }
        return json;
    }
}

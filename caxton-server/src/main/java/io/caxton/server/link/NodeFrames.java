package io.caxton.server.link;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.server.json.ReceiptJson;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.Problems;
import io.caxton.spring.properties.LinkProperties;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the node's frames but deliveries. */
final class NodeFrames {
    private final String nodeId;
    private final String instance;

    /** @param instance the path of the link, named in problems */
    NodeFrames(String nodeId, String instance) {
        this.nodeId = nodeId;
        this.instance = instance;
    }

    Frame welcome(String agentId, LinkProperties settings, long maxFrame) {
        ObjectNode json = frame("welcome")
                .put("agent_id", agentId)
                .put("node_id", nodeId)
                .put("heartbeat", settings.heartbeat().toString())
                .put("idle_timeout", settings.idleTimeout().toString())
                .put("max_credit", settings.maxCredit())
                .put("max_outstanding_sends", settings.maxOutstandingSends())
                .put("max_frame_size", maxFrame);
        return Frame.of(json);
    }

    Frame answered(Optional<String> ref, AcceptResult result) {
        if (result instanceof Rejected rejected) {
            return refused(ref, Problems.of(rejected));
        }
        ObjectNode json = frame("accepted");
        ref.ifPresent(name -> json.put("ref", name));
        json.setAll(ReceiptJson.accepted((Accepted) result, nodeId));
        return Frame.of(json);
    }

    Frame refused(Optional<String> ref, Problem problem) {
        ObjectNode json = frame("refused");
        ref.ifPresent(name -> json.put("ref", name));
        return withProblem(json, problem);
    }

    Frame error(Problem problem) {
        return withProblem(frame("error"), problem);
    }

    Frame settled(Optional<String> ref, String messageId, String status) {
        ObjectNode json = frame("settled").put("message_id", messageId).put("status", status);
        ref.ifPresent(name -> json.put("ref", name));
        return Frame.of(json);
    }

    Frame notSettled(Optional<String> ref, String messageId, Problem problem) {
        ObjectNode json = frame("refused").put("message_id", messageId);
        ref.ifPresent(name -> json.put("ref", name));
        return withProblem(json, problem);
    }

    Frame heartbeat() {
        return Frame.of(frame("heartbeat"));
    }

    Frame goodbye(String reason, String detail) {
        return Frame.of(frame("goodbye").put("reason", reason).put("detail", detail));
    }

    private Frame withProblem(ObjectNode json, Problem problem) {
        json.set("problem", problem.toJson(instance));
        problem.retryAfter().ifPresent(wait -> json.put("retry_after", wait.toString()));
        return Frame.of(json);
    }

    private static ObjectNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}

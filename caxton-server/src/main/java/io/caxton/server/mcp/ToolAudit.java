package io.caxton.server.mcp;

import io.caxton.server.problem.Problem;
import io.caxton.server.security.AuditLog;
import io.caxton.server.security.AuditLog.Outcome;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells the audit log what models did, in the words it has for the same acts elsewhere, and what they were refused. */
final class ToolAudit {
    private static final Map<String, String> ACTS = Map.of(
            "agent_register", "agent.register",
            "agent_leave", "agent.deregister",
            "message_send", "message.send",
            "message_ack", "message.ack",
            "state_store", "state.store",
            "state_delete", "state.delete");

    private static final Map<String, String> RETURNED = Map.of("refused", "message.nack", "retry", "message.nack");

    private final AuditLog audit;

    ToolAudit(AuditLog audit) {
        this.audit = audit;
    }

    void done(String tool, ToolCall call, ObjectNode result) {
        String act = ACTS.get(tool);
        if (act != null) {
            audit.record(
                    call.caller(), act(act, call), resource(call, Optional.of(result)), Outcome.DONE, call.origin());
        }
    }

    void failed(String tool, ToolCall call, Problem problem) {
        Outcome outcome = Outcome.of(problem.status());
        String act = ACTS.get(tool);
        if (act != null || outcome == Outcome.REFUSED) {
            audit.record(
                    call.caller(),
                    act == null ? tool : act(act, call),
                    resource(call, Optional.empty()),
                    outcome,
                    call.origin());
        }
    }

    private static String act(String act, ToolCall call) {
        return act.equals("message.ack")
                ? RETURNED.getOrDefault(call.arguments().path("outcome").asString(""), act)
                : act;
    }

    /** The id, key or name that it was about. */
    private static String resource(ToolCall call, Optional<ObjectNode> result) {
        JsonNode arguments = call.arguments();
        return text(result.<JsonNode>map(json -> json).orElse(arguments), "message_id")
                .or(() -> text(arguments, "message_id"))
                .or(() -> text(arguments, "key"))
                .or(() -> text(arguments, "agent"))
                .or(() -> text(arguments, "sender"))
                .orElse("");
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }
}

package io.caxton.server.web;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * For every operation: how it is asked for, and what each caller is answered. The columns are another agent's key, a
 * viewer's, the owner's and an admin's; without a valid key the answer is 401 everywhere.
 */
final class AccessTable {
    /** One request: method, path and body, from the world it is about. */
    record Ask(String method, String path, String body) {}

    /**
     * A row.
     *
     * @param hidden whether the other agent must not be able to tell from the answer whether the thing exists
     */
    record Row(
            String operation,
            int other,
            int viewer,
            int owner,
            int admin,
            boolean hidden,
            Function<AccessWorld, Ask> ask) {
        boolean isAboutDeadLetters() {
            return operation.contains("dead-letters");
        }
    }

    static final List<Row> ROWS = new ArrayList<>();

    private AccessTable() {}

    static {
        agents();
        messages();
        mailbox();
        conversations();
        deadLetters();
        state();
        cluster();
    }

    private static void open(
            String operation, int other, int viewer, int owner, int admin, Function<AccessWorld, Ask> ask) {
        ROWS.add(new Row(operation, other, viewer, owner, admin, false, ask));
    }

    private static void hidden(
            String operation, int other, int viewer, int owner, int admin, Function<AccessWorld, Ask> ask) {
        ROWS.add(new Row(operation, other, viewer, owner, admin, true, ask));
    }

    private static Ask ask(String method, String path) {
        return new Ask(method, path, "");
    }

    private static Ask ask(String method, String path, String body) {
        return new Ask(method, path, body);
    }

    private static void agents() {
        String one = "/api/v1/agents/";
        open(
                "post /api/v1/agents",
                403,
                403,
                201,
                201,
                w -> ask("POST", "/api/v1/agents", "{'name':'" + w.name() + "'}"));
        open("get /api/v1/agents", 200, 200, 200, 200, w -> ask("GET", "/api/v1/agents?name=" + w.name()));
        open("get /api/v1/agents/{agent_id}", 200, 200, 200, 200, w -> ask("GET", one + w.agentId()));
        hidden(
                "patch /api/v1/agents/{agent_id}",
                404,
                404,
                200,
                200,
                w -> ask("PATCH", one + w.agentId(), "{'metadata':{'a':'b'}}"));
        hidden("delete /api/v1/agents/{agent_id}", 404, 404, 204, 204, w -> ask("DELETE", one + w.agentId()));
        hidden(
                "post /api/v1/agents/{agent_id}/heartbeat",
                404,
                404,
                200,
                200,
                w -> ask("POST", one + w.agentId() + "/heartbeat", "{'status':'ready'}"));
        open("get /api/v1/capabilities", 200, 200, 200, 200, w -> ask("GET", "/api/v1/capabilities"));
    }

    private static void messages() {
        open(
                "post /api/v1/messages",
                403,
                403,
                202,
                202,
                w -> ask("POST", "/api/v1/messages", ApiTest.message("own-sender", w.name())));
        open(
                "post /api/v1/messages/batch",
                403,
                403,
                202,
                202,
                w -> ask(
                        "POST",
                        "/api/v1/messages/batch",
                        "{'messages':[" + ApiTest.message("own-sender", w.name()) + "]}"));
        hidden(
                "get /api/v1/messages/{message_id}",
                404,
                200,
                200,
                200,
                w -> ask("GET", "/api/v1/messages/" + w.messageId()));
    }

    private static void mailbox() {
        String operation = "post /api/v1/agents/{agent_id}/messages/{message_id}/";
        hidden(
                "get /api/v1/agents/{agent_id}/messages",
                404,
                404,
                200,
                200,
                w -> ask("GET", ApiTest.mailbox(w.agentId())));
        String one = "/api/v1/agents/";
        hidden(
                "get /api/v1/agents/{agent_id}/stream",
                404,
                404,
                200,
                200,
                w -> ask("GET", one + w.agentId() + "/stream"));
        // Whoever may open it is told that it takes a WebSocket.
        hidden("get /api/v1/agents/{agent_id}/link", 404, 404, 426, 426, w -> ask("GET", one + w.agentId() + "/link"));
        hidden(operation + "ack", 404, 404, 204, 204, w -> ask("POST", leased(w) + "ack"));
        hidden(operation + "nack", 404, 404, 204, 204, w -> ask("POST", leased(w) + "nack", "{'reason':'no'}"));
        hidden(operation + "extend", 404, 404, 204, 204, w -> ask("POST", leased(w) + "extend", "{'lease':'PT60S'}"));
    }

    private static String leased(AccessWorld world) {
        return ApiTest.mailbox(world.agentId()) + "/" + world.messageId() + "/";
    }

    private static void conversations() {
        String operation = "/api/v1/conversations/{conversation_id}";
        String path = "/api/v1/conversations/";
        hidden("get " + operation, 404, 200, 200, 200, w -> ask("GET", path + w.conversationId()));
        hidden(
                "get " + operation + "/messages",
                404,
                200,
                200,
                200,
                w -> ask("GET", path + w.conversationId() + "/messages"));
        hidden(
                "post " + operation + "/close",
                404,
                403,
                200,
                200,
                w -> ask("POST", path + w.conversationId() + "/close"));
        hidden(
                "post " + operation + "/halt",
                404,
                403,
                200,
                200,
                w -> ask("POST", path + w.conversationId() + "/halt"));
    }

    private static void deadLetters() {
        String path = "/api/v1/dead-letters";
        hidden("get " + path, 403, 200, 200, 200, w -> ask("GET", path + "?agent=" + w.name()));
        hidden(
                "post " + path + "/{message_id}/redrive",
                404,
                403,
                202,
                202,
                w -> ask("POST", path + "/" + w.deadId() + "/redrive"));
        hidden("delete " + path + "/{message_id}", 404, 403, 204, 204, w -> ask("DELETE", path + "/" + w.deadId()));
    }

    /** The node is none of a cluster: whoever may change it is told so. */
    private static void cluster() {
        String path = "/api/v1/cluster";
        hidden("get " + path, 403, 200, 403, 200, w -> ask("GET", path));
        hidden("get " + path + "/members", 403, 200, 403, 200, w -> ask("GET", path + "/members"));
        hidden("post " + path + "/leave", 403, 403, 403, 409, w -> ask("POST", path + "/leave"));
        hidden(
                "post " + path + "/members/{nodeId}/lost",
                403,
                403,
                403,
                409,
                w -> ask("POST", path + "/members/x/lost"));
        hidden("get " + path + "/keys", 403, 403, 403, 409, w -> ask("GET", path + "/keys"));
        hidden(
                "post " + path + "/keys",
                403,
                403,
                403,
                409,
                w -> ask("POST", path + "/keys", "{'operation':'install','key':'MDEyMzQ1Njc4OWFiY2RlZg=='}"));
    }

    private static void state() {
        String path = "/api/v1/state";
        hidden("get " + path, 403, 200, 200, 200, w -> ask("GET", path + "?prefix=" + w.name() + "/"));
        hidden("put " + path, 403, 403, 201, 201, w -> ask("PUT", path + "?key=" + w.key() + UUID.randomUUID(), "1"));
        hidden("delete " + path, 403, 403, 204, 204, w -> ask("DELETE", path + "?key=" + w.key()));
        hidden("put " + path + "/{key}", 403, 403, 200, 200, w -> ask("PUT", path + "/" + w.key(), "1"));
        hidden("get " + path + "/{key}", 403, 403, 200, 200, w -> ask("GET", path + "/" + w.key()));
        hidden("delete " + path + "/{key}", 403, 403, 204, 204, w -> ask("DELETE", path + "/" + w.key()));
    }
}

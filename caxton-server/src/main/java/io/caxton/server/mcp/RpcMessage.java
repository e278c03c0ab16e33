package io.caxton.server.mcp;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON-RPC request or notification of a client.
 *
 * @param id a string or a whole number; empty for a notification
 * @param params an object, empty if there were none
 * @param hasParams whether there were any
 */
record RpcMessage(String method, Optional<JsonNode> id, ObjectNode params, boolean hasParams) {
    private static final int MAX_METHOD = 128;
    private static final int MAX_ID = 256;

    /** Reads a message; an {@link RpcException} says what is wrong with its shape. */
    static RpcMessage of(JsonNode json) {
        if (json.isArray()) {
            throw invalid("batches are not part of this protocol: send one message in each POST");
        }
        if (!json.isObject() || !isVersion2(json.path("jsonrpc"))) {
            throw invalid("the body must be one JSON-RPC 2.0 message with \"jsonrpc\": \"2.0\"");
        }
        JsonNode method = json.path("method");
        if (!method.isString()
                || method.stringValue().isEmpty()
                || method.stringValue().length() > MAX_METHOD) {
            throw invalid("\"method\" must be a text of 1 to " + MAX_METHOD
                    + " characters; this server sends no requests and takes no responses");
        }
        JsonNode params = json.path("params");
        if (!params.isMissingNode() && !params.isObject()) {
            throw invalid("\"params\" must be an object");
        }
        boolean given = params.isObject();
        return new RpcMessage(
                method.stringValue(),
                id(json),
                given ? (ObjectNode) params : JsonNodeFactory.instance.objectNode(),
                given);
    }

    /** The id of what may be a message, for the answer that says it is none. */
    static Optional<JsonNode> idOf(JsonNode json) {
        return Optional.of(json.path("id")).filter(RpcMessage::isId);
    }

    private static boolean isVersion2(JsonNode version) {
        return version.isString() && version.stringValue().equals("2.0");
    }

    private static Optional<JsonNode> id(JsonNode json) {
        if (!json.has("id")) {
            return Optional.empty();
        }
        if (!isId(json.get("id"))) {
            throw invalid("\"id\" must be a text of at most " + MAX_ID + " characters or a whole number");
        }
        return Optional.of(json.get("id"));
    }

    private static boolean isId(JsonNode id) {
        return (id.isString() && id.stringValue().length() <= MAX_ID)
                || (id.isIntegralNumber() && id.canConvertToLong());
    }

    boolean isNotification() {
        return id.isEmpty();
    }

    JsonNode meta() {
        return params.path("_meta");
    }

    private static RpcException invalid(String message) {
        return RpcException.badRequest(RpcException.INVALID_REQUEST, message);
    }
}

package io.caxton.server.mcp;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Ends a request with a JSON-RPC error. Its text never quotes what the client sent as content. */
final class RpcException extends RuntimeException {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;
    static final int HEADER_MISMATCH = -32020;
    static final int MISSING_CLIENT_CAPABILITY = -32021;
    static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    private final int httpStatus;
    private final int code;
    private final transient Optional<JsonNode> data;

    RpcException(int httpStatus, int code, String message) {
        this(httpStatus, code, message, Optional.empty());
    }

    RpcException(int httpStatus, int code, String message, Optional<JsonNode> data) {
        super(message, null, false, false);
        this.httpStatus = httpStatus;
        this.code = code;
        this.data = data;
    }

    static RpcException badRequest(int code, String message) {
        return new RpcException(400, code, message);
    }

    int httpStatus() {
        return httpStatus;
    }

    /** The JSON-RPC response. */
    ObjectNode toJson(Optional<JsonNode> id) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        json.set("id", id.orElse(NullNode.getInstance()));
        ObjectNode error = json.putObject("error").put("code", code).put("message", getMessage());
        data.ifPresent(value -> error.set("data", value));
        return json;
    }
}

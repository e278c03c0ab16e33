package io.caxton.server.mcp;

import io.caxton.core.routing.Suggestions;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What goes on to the SDK. Arguments do not: the tools get them as the exact JSON that was sent. */
final class CallShape {
    private static final int MAX_NAME = 128;

    private CallShape() {}

    /** Throws an {@link RpcException} where the SDK would fail on the parameters. */
    static void check(RpcMessage message, Set<String> tools) {
        JsonNode meta = message.meta();
        if (!meta.isMissingNode() && !meta.isObject()) {
            throw invalid("params._meta must be an object");
        }
        if (message.method().equals("tools/call")) {
            JsonNode name = message.params().path("name");
            if (!name.isString() || name.stringValue().length() > MAX_NAME) {
                throw invalid("params.name must be the name of a tool");
            }
            if (!tools.contains(name.stringValue())) {
                throw new RpcException(
                        200,
                        RpcException.INVALID_PARAMS,
                        "there is no tool of this name" + meant(name.stringValue(), tools));
            }
            JsonNode arguments = message.params().path("arguments");
            if (!arguments.isMissingNode() && !arguments.isObject()) {
                throw invalid("params.arguments must be an object");
            }
        }
        if (message.method().endsWith("/list")
                && !message.params().path("cursor").isMissingNode()) {
            throw invalid("params.cursor is not one of ours: lists here have one page");
        }
    }

    private static String meant(String name, Set<String> tools) {
        return Suggestions.near(name, tools).stream()
                .findFirst()
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; tools/list names those that are");
    }

    static ObjectNode forTransport(RpcMessage message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        message.id().ifPresent(id -> json.set("id", id));
        json.put("method", message.method());
        if (message.method().equals("tools/call")) {
            ObjectNode params = json.putObject("params");
            params.set("name", message.params().get("name"));
            params.putObject("arguments");
            params.putObject("_meta").setAll(meta(message));
        } else if (message.hasParams()) {
            ObjectNode params = json.putObject("params");
            params.setAll(message.params());
            if (message.method().equals("initialize")) {
                offerKnownVersion(params);
            }
        }
        return json;
    }

    private static ObjectNode meta(RpcMessage message) {
        return message.meta() instanceof ObjectNode meta ? meta : JsonNodeFactory.instance.objectNode();
    }

    /** The SDK would also agree on revisions that it knows and this door does not serve. */
    private static void offerKnownVersion(ObjectNode params) {
        if (!Revision.EARLIER.contains(params.path("protocolVersion").asString(""))) {
            params.put("protocolVersion", Revision.EARLIER.get(Revision.EARLIER.size() - 1));
        }
    }

    private static RpcException invalid(String message) {
        return RpcException.badRequest(RpcException.INVALID_PARAMS, message);
    }
}

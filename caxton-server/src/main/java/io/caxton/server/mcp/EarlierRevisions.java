package io.caxton.server.mcp;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revisions 2025-06-18 and 2025-11-25, which the SDK speaks. The header is checked here, because what the SDK answers to
 * a wrong one is no JSON-RPC; without a header the revision does not matter, as the two differ in nothing we use.
 */
final class EarlierRevisions implements Revision {

    @Override
    public void check(HttpServletRequest request, RpcMessage message) {
        @Nullable String version = request.getHeader(VERSION_HEADER);
        if (version != null && !EARLIER.contains(version.strip())) {
            throw unsupported(version.strip());
        }
        if (message.method().equals("initialize")) {
            checkHandshake(message);
        }
    }

    private static void checkHandshake(RpcMessage message) {
        if (!message.params().path("protocolVersion").isString()
                || !message.params().path("capabilities").isObject()
                || !message.params().path("clientInfo").isObject()) {
            throw RpcException.badRequest(
                    RpcException.INVALID_PARAMS,
                    "initialize needs protocolVersion (a text), capabilities and clientInfo (objects)");
        }
    }

    @Override
    public Optional<Answer> answer(RpcMessage message) {
        return Optional.empty();
    }

    @Override
    public Answer shape(RpcMessage message, ObjectNode answer) {
        return new Answer(200, answer);
    }

    private static RpcException unsupported(String requested) {
        List<String> supported = new ArrayList<>(EARLIER);
        supported.add(NEWEST);
        return unsupported(supported, requested);
    }

    static RpcException unsupported(List<String> supported, String requested) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        supported.forEach(data.putArray("supported")::add);
        data.put("requested", requested.length() > 64 ? requested.substring(0, 64) + "…" : requested);
        return new RpcException(
                400,
                RpcException.UNSUPPORTED_PROTOCOL_VERSION,
                "this protocol version is not supported",
                Optional.<JsonNode>of(data));
    }
}

package io.caxton.server.mcp;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a revision of the protocol is spoken over HTTP: what a request must say, and what an answer looks like. */
interface Revision {
    /** The header that names the revision. */
    String VERSION_HEADER = "MCP-Protocol-Version";

    /** What the SDK's transport speaks, the newest last. */
    List<String> EARLIER = List.of("2025-06-18", "2025-11-25");

    /** The newest revision, which the SDK does not speak. */
    String NEWEST = "2026-07-28";

    /** Where a request of the newest revision says which revision it is. */
    String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";

    /** An answer. */
    record Answer(int status, JsonNode body) {}

    /** Throws an {@link RpcException} unless headers and message are in order. */
    void check(HttpServletRequest request, RpcMessage message);

    /** The answer to a request that the SDK need not see. */
    Optional<Answer> answer(RpcMessage message);

    /** The answer that this revision makes of the SDK's. */
    Answer shape(RpcMessage message, ObjectNode answer);
}

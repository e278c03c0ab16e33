package io.caxton.server.mcp;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server says of itself.
 *
 * @param info name and version
 * @param capabilities as the SDK declares them
 * @param instructions for the model behind the client
 */
record ServerFacts(ObjectNode info, ObjectNode capabilities, String instructions) {

    /** The answer to {@code server/discover}, without its id. */
    ObjectNode discover(List<String> versions) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        ObjectNode result = answer.putObject("result");
        versions.forEach(result.putArray("supportedVersions")::add);
        result.set("capabilities", capabilities);
        result.put("instructions", instructions);
        return answer;
    }
}

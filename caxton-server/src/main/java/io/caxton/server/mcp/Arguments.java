package io.caxton.server.mcp;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Parts of a call's arguments, where two readers each know some of them. */
final class Arguments {
    private Arguments() {}

    static ObjectNode only(JsonNode arguments, String... fields) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        for (String field : fields) {
            if (arguments.has(field)) {
                part.set(field, arguments.get(field));
            }
        }
        return part;
    }

    static ObjectNode without(JsonNode arguments, String... fields) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.setAll((ObjectNode) arguments);
        part.remove(List.of(fields));
        return part;
    }
}

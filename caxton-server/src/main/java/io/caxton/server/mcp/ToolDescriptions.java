package io.caxton.server.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the tools' descriptions: name, texts for the model, schemas (JSON Schema 2020-12) and hints. */
final class ToolDescriptions {
    private final JsonMapper mapper;

    ToolDescriptions(JsonMapper mapper) {
        this.mapper = mapper;
    }

    McpSchema.Tool of(String name) {
        try (InputStream resource = ToolDescriptions.class.getResourceAsStream("tools/" + name + ".json")) {
            if (resource == null) {
                throw new IllegalStateException("no description of tool " + name);
            }
            McpSchema.Tool tool = mapper.readValue(resource, McpSchema.Tool.class);
            if (!tool.name().equals(name)) {
                throw new IllegalStateException("the description of tool " + name + " is another's");
            }
            return tool;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

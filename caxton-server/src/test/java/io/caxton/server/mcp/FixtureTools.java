package io.caxton.server.mcp;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the conformance suite calls: each tool answers what the suite's own description asks of it. */
final class FixtureTools {
    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

    private static final String SCHEMA_2020_12 = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
             "$defs":{"address":{"$anchor":"addressDef","type":"object",
               "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
             "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
               "contactMethod":{"type":"string","enum":["phone","email"]},
               "phone":{"type":"string"},"email":{"type":"string"}},
             "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
             "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
             "then":{"required":["phone"]},"else":{"required":["email"]},
             "additionalProperties":false}""";

    private final JsonMapper mapper;
    private final List<AsyncToolSpecification> tools = new ArrayList<>();

    FixtureTools(JsonMapper mapper) {
        this.mapper = mapper;
    }

    List<AsyncToolSpecification> all() {
        McpSchema.Content text = McpSchema.TextContent.builder("This is a simple text response for testing.")
                .build();
        McpSchema.Content image =
                McpSchema.ImageContent.builder(PNG, "image/png").build();
        McpSchema.Content embedded = McpSchema.EmbeddedResource.builder(
                        McpSchema.TextResourceContents.builder("test://embedded-resource", "An embedded resource.")
                                .mimeType("text/plain")
                                .build())
                .build();
        answering("test_simple_text", text);
        answering("test_image_content", image);
        answering(
                "test_audio_content",
                McpSchema.AudioContent.builder(WAV, "audio/wav").build());
        answering("test_embedded_resource", embedded);
        answering("test_multiple_content_types", text, image, embedded);
        answering("test_logging_tool", text);
        answering("test_streaming_elicitation", text);
        add(
                "test_error_handling",
                "{\"type\":\"object\"}",
                request -> CallToolResult.builder()
                        .addTextContent("This tool intentionally returns an error for testing")
                        .isError(true)
                        .build());
        add("test_missing_capability", "{\"type\":\"object\"}", FixtureTools::needSampling);
        add(
                "json_schema_2020_12_tool",
                SCHEMA_2020_12,
                request -> CallToolResult.builder().content(List.of(text)).build());
        return tools;
    }

    private void answering(String name, McpSchema.Content... content) {
        add(
                name,
                "{\"type\":\"object\"}",
                request -> CallToolResult.builder().content(List.of(content)).build());
    }

    private interface Handler {
        CallToolResult call(McpSchema.CallToolRequest request);
    }

    private void add(String name, String inputSchema, Handler handler) {
        Map<String, Object> schema = mapper.readValue(inputSchema, new TypeReference<>() {});
        tools.add(AsyncToolSpecification.builder()
                .tool(McpSchema.Tool.builder(name, schema)
                        .description("Tool of the conformance suite.")
                        .build())
                .callHandler((context, request) -> Mono.fromCallable(() -> handler.call(request)))
                .build());
    }

    /** Fails as the protocol wants it where a client did not say that it can sample. */
    private static CallToolResult needSampling(McpSchema.CallToolRequest request) {
        Object declared = request.meta() == null ? null : request.meta().get(CAPABILITIES);
        if (declared instanceof Map<?, ?> capabilities && capabilities.containsKey("sampling")) {
            return CallToolResult.builder().addTextContent("sampling is there").build();
        }
        throw McpError.builder(RpcException.MISSING_CLIENT_CAPABILITY)
                .message("this tool needs the client capability sampling")
                .data(Map.of("requiredCapabilities", Map.of("sampling", Map.of())))
                .build();
    }
}

package io.caxton.server.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessAsyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The SDK's server and transport with our filter in front.
 *
 * @param transport the servlet of the SDK, behind the filter
 * @param filter goes before it
 */
record McpDoor(HttpServletStatelessServerTransport transport, McpStatelessAsyncServer server, McpFilter filter) {
    static final String PATH = "/mcp";

    /** How the server presents itself. */
    record Presentation(String version, McpSchema.ServerCapabilities capabilities, String instructions) {}

    /**
     * Puts the parts together.
     *
     * @param mapper reads requests and writes answers, so that numbers go out as they came in
     * @param maxBytes of a request
     * @param offer adds what the server offers
     */
    static McpDoor open(
            JsonMapper mapper,
            int maxBytes,
            Presentation presentation,
            UnaryOperator<McpServer.StatelessAsyncSpecification> offer) {
        JacksonMcpJsonMapper mcpMapper = new JacksonMcpJsonMapper(mapper);
        HttpServletStatelessServerTransport transport = HttpServletStatelessServerTransport.builder()
                .jsonMapper(mcpMapper)
                .messageEndpoint(PATH)
                .contextExtractor(McpDoor::context)
                .maxRequestSize(maxBytes)
                .build();
        McpSchema.Implementation info = McpSchema.Implementation.builder("caxton", presentation.version())
                .title("Caxton")
                .build();
        McpStatelessAsyncServer server = offer.apply(McpServer.async(transport)
                        .serverInfo(info)
                        .capabilities(presentation.capabilities())
                        .instructions(presentation.instructions())
                        .jsonMapper(mcpMapper)
                        .jsonSchemaValidator(new DefaultJsonSchemaValidator(OwnJson.mapper()))
                        // Our tools check their arguments themselves and say more about what is wrong.
                        .validateToolInputs(false))
                .build();
        ServerFacts facts = new ServerFacts(
                mapper.convertValue(info, ObjectNode.class),
                mapper.convertValue(presentation.capabilities(), ObjectNode.class),
                presentation.instructions());
        Revisions revisions = new Revisions(new EarlierRevisions(), new NewestRevision(facts));
        Set<String> tools = server.listTools()
                .map(McpSchema.Tool::name)
                .collect(Collectors.toSet())
                .block();
        return new McpDoor(
                transport, server, new McpFilter(mapper, maxBytes, revisions, Objects.requireNonNull(tools)));
    }

    private static McpTransportContext context(HttpServletRequest request) {
        return McpTransportContext.create(Map.of(ToolRunner.CALL, request.getAttribute(McpFilter.CALL)));
    }
}

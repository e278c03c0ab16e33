package io.caxton.server.mcp;

import io.caxton.server.CaxtonServerApplication;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node that offers at {@code /mcp}, through the very filter and transport of the server, the tools, the prompt and the
 * resource that scenarios of the public conformance suite presuppose. Never part of the server: {@code .ci/mcp} starts it
 * from the test classes.
 */
final class ConformanceFixture {
    private static final int MAX_BYTES = 1 << 20;

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(CaxtonServerApplication.class, ConformanceFixture.class);
        application.setAllowBeanDefinitionOverriding(true);
        application.run(args);
    }

    @Bean
    McpDoor mcpDoor(JsonMapper mapper) {
        McpDoor.Presentation presentation = new McpDoor.Presentation(
                "fixture",
                ServerCapabilities.builder()
                        .tools(false)
                        .prompts(false)
                        .resources(false, false)
                        .build(),
                "Tools of the conformance suite.");
        return McpDoor.open(
                mapper,
                MAX_BYTES,
                presentation,
                server -> server.tools(new FixtureTools(mapper).all())
                        .prompts(FixtureListings.prompt())
                        .resources(FixtureListings.resource()));
    }
}

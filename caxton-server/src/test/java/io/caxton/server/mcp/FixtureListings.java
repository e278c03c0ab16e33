package io.caxton.server.mcp;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncResourceSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import reactor.core.publisher.Mono;

/** One prompt and one resource, so that every listing that can be cached has something to list. */
final class FixtureListings {
    private static final String URI = "test://static-text";

    private FixtureListings() {}

    static AsyncPromptSpecification prompt() {
        McpSchema.PromptMessage message = McpSchema.PromptMessage.builder(
                        McpSchema.Role.USER,
                        McpSchema.TextContent.builder("This is a simple prompt for testing.")
                                .build())
                .build();
        return new AsyncPromptSpecification(
                McpSchema.Prompt.builder("test_simple_prompt").build(),
                (context, request) -> Mono.just(
                        McpSchema.GetPromptResult.builder(List.of(message)).build()));
    }

    static AsyncResourceSpecification resource() {
        McpSchema.TextResourceContents contents = McpSchema.TextResourceContents.builder(
                        URI, "This is the content of the static text resource.")
                .build();
        return new AsyncResourceSpecification(
                McpSchema.Resource.builder(URI, "static-text").build(),
                (context, request) -> Mono.just(
                        McpSchema.ReadResourceResult.builder(List.of(contents)).build()));
    }
}

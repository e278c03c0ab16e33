package io.caxton.server.mcp;

import io.caxton.core.storage.Failures;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.problem.Problems;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs tools for the SDK, and tells what goes wrong in a way that a model can mend. */
final class ToolRunner {
    /** The key of the {@link ToolCall} in the transport's context. */
    static final String CALL = "caxton.call";

    private static final String PATH = "/mcp";

    private final JsonMapper mapper;
    private final Duration longestCall;
    private final ToolAudit audit;

    /** @param longestCall when a call is given up that its own waits did not end */
    ToolRunner(JsonMapper mapper, Duration longestCall, ToolAudit audit) {
        this.mapper = mapper;
        this.longestCall = longestCall;
        this.audit = audit;
    }

    AsyncToolSpecification specify(McpSchema.Tool description, NodeTool tool) {
        return AsyncToolSpecification.builder()
                .tool(description)
                .callHandler((context, request) -> Mono.fromFuture(() -> run(tool, call(context))))
                .build();
    }

    private static ToolCall call(McpTransportContext context) {
        return (ToolCall) context.get(CALL);
    }

    private CompletableFuture<CallToolResult> run(NodeTool tool, ToolCall call) {
        return start(tool, call)
                .orTimeout(longestCall.toMillis(), TimeUnit.MILLISECONDS)
                .handle((result, failure) -> {
                    if (failure == null) {
                        audit.done(tool.name(), call, result);
                        return done(result);
                    }
                    Problem problem = problem(failure);
                    audit.failed(tool.name(), call, problem);
                    return refused(problem);
                });
    }

    private static CompletableFuture<ObjectNode> start(NodeTool tool, ToolCall call) {
        try {
            return tool.call(call);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static Problem problem(Throwable failure) {
        return Failures.causeOf(failure) instanceof TimeoutException
                ? ProblemType.OVERLOADED.because("the node did not answer in time; what was asked may have happened")
                : Problems.of(failure);
    }

    private CallToolResult done(ObjectNode result) {
        return CallToolResult.builder()
                .addTextContent(mapper.writeValueAsString(result))
                .structuredContent(result)
                .isError(false)
                .build();
    }

    private CallToolResult refused(Problem problem) {
        ObjectNode json = problem.toJson(PATH);
        problem.retryAfter().ifPresent(wait -> json.put("retry_after_seconds", Math.max(1, wait.toSeconds())));
        return CallToolResult.builder()
                .addTextContent(mapper.writeValueAsString(json))
                .isError(true)
                .build();
    }
}

package io.caxton.server.mcp;

import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/** What a tool does. Its description is the resource {@code tools/<name>.json} beside this class. */
interface NodeTool {
    String name();

    /**
     * Carries out a call and completes with what the tool's output schema describes. Fails, or throws, with what
     * {@link io.caxton.server.problem.Problems} can tell.
     */
    CompletableFuture<ObjectNode> call(ToolCall call);
}

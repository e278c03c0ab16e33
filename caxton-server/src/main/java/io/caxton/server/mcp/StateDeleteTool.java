package io.caxton.server.mcp;

import io.caxton.core.request.RequestReader;
import io.caxton.state.DeleteResult;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateKeys;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code state_delete}: forgets a key. */
@Component
final class StateDeleteTool implements NodeTool {
    private final McpStateTool state;

    StateDeleteTool(McpStateTool state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "state_delete";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        Optional<String> key = reader.require("key", Fields.text(reader, "key"));
        Optional<String> version = reader.line("if_version", StateKeys.MAX_VERSION_LENGTH);
        reader.finish();
        call.caller().requireStateKey(key.orElseThrow());
        boolean deleted =
                version.isEmpty() ? state.delete(key.orElseThrow()) : deleteIf(key.orElseThrow(), version.get());
        return CompletableFuture.completedFuture(
                JsonNodeFactory.instance.objectNode().put("deleted", deleted));
    }

    private boolean deleteIf(String key, String version) {
        if (!StateKeys.isVersion(version)) {
            throw StateStoreTool.failed(Optional.empty());
        }
        DeleteResult result = state.deleteIf(key, version);
        if (result instanceof DeleteResult.ConditionFailed failed) {
            throw StateStoreTool.failed(Optional.of(failed.currentVersion()));
        }
        return result instanceof DeleteResult.Deleted;
    }
}

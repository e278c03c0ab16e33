package io.caxton.server.mcp;

import io.caxton.core.request.RequestReader;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateEntry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code state_retrieve}: what is kept under a key. That nothing is, is an answer and no error. */
@Component
final class StateRetrieveTool implements NodeTool {
    private final McpStateTool state;

    StateRetrieveTool(McpStateTool state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "state_retrieve";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        Optional<String> key = reader.require("key", Fields.text(reader, "key"));
        reader.finish();
        call.caller().requireStateKey(key.orElseThrow());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Optional<StateEntry> entry = state.find(key.orElseThrow());
        json.put("found", entry.isPresent());
        entry.ifPresent(found -> {
            json.set("value", found.value());
            json.put("version", found.version());
            found.expiresAt().ifPresent(at -> json.put("expires_at", at.toString()));
        });
        return CompletableFuture.completedFuture(json);
    }
}

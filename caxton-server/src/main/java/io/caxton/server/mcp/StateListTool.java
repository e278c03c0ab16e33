package io.caxton.server.mcp;

import io.caxton.core.request.RequestReader;
import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code state_list}: which keys there are. */
@Component
final class StateListTool implements NodeTool {
    private final McpStateTool state;

    StateListTool(McpStateTool state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "state_list";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        Optional<String> prefix = Fields.text(reader, "prefix");
        int most = state.limits().maxPageKeys();
        Optional<Integer> limit = reader.integer("limit", 1, most);
        Optional<String> cursor = Fields.text(reader, "cursor");
        reader.finish();
        call.caller().requireStateKey(prefix.orElse(""));
        KeyPage page = state.list(
                new ListRequest(prefix.orElse(""), limit.orElse(Math.min(ListRequest.DEFAULT_LIMIT, most)), cursor));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        page.keys().forEach(json.putArray("keys")::add);
        page.nextCursor().ifPresentOrElse(c -> json.put("next_cursor", c), () -> json.putNull("next_cursor"));
        return CompletableFuture.completedFuture(json);
    }
}

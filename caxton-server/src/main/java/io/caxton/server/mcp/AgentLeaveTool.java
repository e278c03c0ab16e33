package io.caxton.server.mcp;

import io.caxton.core.agent.AgentName;
import io.caxton.core.request.RequestReader;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code agent_leave}: an agent that will not receive any more. */
@Component
final class AgentLeaveTool implements NodeTool {
    private final Instances instances;

    AgentLeaveTool(Instances instances) {
        this.instances = instances;
    }

    @Override
    public String name() {
        return "agent_leave";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        Optional<AgentName> name = Fields.agent(reader);
        reader.finish();
        call.caller().requireActsAs(name.orElseThrow());
        return instances
                .leave(name.orElseThrow())
                .thenApply(left -> JsonNodeFactory.instance.objectNode().put("left", left));
    }
}

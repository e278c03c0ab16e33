package io.caxton.server.mcp;

import io.caxton.core.agent.AgentName;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.request.AgentRequests;
import io.caxton.core.request.RequestLimits;
import io.caxton.core.request.RequestReader;
import io.caxton.server.json.AgentJson;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code agent_register}: makes an agent known with what it can do, or changes that. */
@Component
final class AgentRegisterTool implements NodeTool {
    private final Instances instances;
    private final RequestLimits limits;

    AgentRegisterTool(Instances instances, RequestLimits limits) {
        this.instances = instances;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "agent_register";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        AgentName name = name(call.arguments());
        AgentUpdate offer = AgentRequests.update(Arguments.without(call.arguments(), "agent"), limits);
        call.caller().requireActsAs(name);
        return instances.register(name, offer).thenApply(AgentJson::write);
    }

    private static AgentName name(JsonNode arguments) {
        RequestReader reader = RequestReader.of(Arguments.only(arguments, "agent"));
        Optional<AgentName> name = Fields.agent(reader);
        reader.finish();
        return name.orElseThrow();
    }
}

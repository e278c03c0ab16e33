package io.caxton.server.mcp;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.registry.RegistryView;
import io.caxton.core.request.RequestLimits;
import io.caxton.core.request.RequestReader;
import io.caxton.server.json.AgentJson;
import io.caxton.server.page.Cursors;
import io.caxton.spring.gateway.AgentGateway;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code agents_find}: who is there, and what they can do. */
@Component
final class AgentsFindTool implements NodeTool {
    private static final String LIST = "agents";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_NAME = 64;
    private static final int MAX_CAPABILITY = Capability.MAX_NAME + 1 + Capability.MAX_VERSION;

    private final RegistryView registry;
    private final RequestLimits limits;

    AgentsFindTool(AgentGateway agents, RequestLimits limits) {
        this.registry = agents.registry();
        this.limits = limits;
    }

    @Override
    public String name() {
        return "agents_find";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        Predicate<AgentInstance> wanted = filter(reader);
        int limit = reader.integer("limit", 1, limits.maxPage()).orElse(Math.min(DEFAULT_LIMIT, limits.maxPage()));
        Optional<String> after = Fields.cursor(reader, LIST);
        reader.finish();
        List<AgentInstance> found = registry.all().stream()
                .filter(agent -> after.filter(last -> agent.agentId().compareTo(last) <= 0)
                        .isEmpty())
                .filter(wanted)
                .limit(limit + 1L)
                .toList();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray(LIST);
        found.stream().limit(limit).forEach(agent -> list.add(AgentJson.write(agent)));
        Cursors.put(json, LIST, found.size() > limit ? found.get(limit - 1).agentId() : null);
        return CompletableFuture.completedFuture(json);
    }

    private static Predicate<AgentInstance> filter(RequestReader reader) {
        Optional<AgentName> name = reader.parsed("name", MAX_NAME, AgentName::parse);
        Optional<Capability> capability = reader.parsed("capability", MAX_CAPABILITY, Capability::parse);
        Optional<AgentStatus> status = reader.constant("status", AgentStatus.class);
        return agent -> name.filter(n -> !n.equals(agent.name())).isEmpty()
                && capability.filter(c -> !agent.offers(c)).isEmpty()
                && status.filter(s -> s != agent.status()).isEmpty();
    }
}

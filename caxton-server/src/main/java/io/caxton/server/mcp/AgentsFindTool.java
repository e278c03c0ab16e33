package io.caxton.server.mcp;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.request.RequestLimits;
import io.caxton.core.request.RequestReader;
import io.caxton.server.directory.AgentSearch;
import io.caxton.server.directory.HostedAgents;
import io.caxton.server.page.Cursors;
import io.caxton.spring.directory.AgentDirectory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private final AgentDirectory directory;
    private final HostedAgents hosted;
    private final RequestLimits limits;

    AgentsFindTool(AgentDirectory directory, HostedAgents hosted, RequestLimits limits) {
        this.directory = directory;
        this.hosted = hosted;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "agents_find";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        AgentSearch search = new AgentSearch(
                reader.parsed("name", MAX_NAME, AgentName::parse),
                reader.parsed("capability", MAX_CAPABILITY, Capability::parse),
                reader.constant("status", AgentStatus.class),
                Optional.empty());
        int limit = reader.integer("limit", 1, limits.maxPage()).orElse(Math.min(DEFAULT_LIMIT, limits.maxPage()));
        Optional<String> after = Fields.cursor(reader, LIST);
        reader.finish();
        List<ClusterAgent> found = search.find(directory, after.orElse(""), limit + 1);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray(LIST);
        found.stream().limit(limit).forEach(agent -> list.add(hosted.write(agent)));
        Cursors.putIfMore(
                json, LIST, found.size() > limit ? found.get(limit - 1).agentId() : null);
        return CompletableFuture.completedFuture(json);
    }
}

package io.caxton.server.json;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.message.WireNames;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON shape of an instance. */
public final class AgentJson {
    private AgentJson() {}

    public static ObjectNode write(AgentInstance agent) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("agent_id", agent.agentId());
        json.put("name", agent.name().value());
        json.put("node_id", agent.nodeId());
        json.put("status", WireNames.of(agent.status()));
        json.put("load", agent.load());
        json.put("registered_at", agent.registeredAt().toString());
        if (agent.mode() == AgentMode.PULL) {
            json.put("lease", agent.lease().toString());
            json.put("lease_expires_at", agent.leaseExpiresAt().toString());
        }
        json.put("max_in_flight", agent.maxInFlight());
        json.putObject("delivery").put("mode", WireNames.of(agent.mode()));
        ArrayNode capabilities = json.putArray("capabilities");
        agent.capabilities().forEach(offered -> write(capabilities.addObject(), offered));
        ObjectNode metadata = json.putObject("metadata");
        agent.metadata().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> metadata.put(e.getKey(), e.getValue()));
        return json;
    }

    /** The same for whoever may act as this agent: with the URL that it is posted to, which may itself be confidential. */
    public static ObjectNode writeOwn(AgentInstance agent) {
        ObjectNode json = write(agent);
        agent.webhook().ifPresent(webhook -> json.withObject("delivery").put("url", webhook.url()));
        return json;
    }

    private static void write(ObjectNode json, OfferedCapability offered) {
        json.put("name", offered.capability().name());
        offered.capability().version().ifPresent(v -> json.put("version", v));
        if (!offered.description().isEmpty()) {
            json.put("description", offered.description());
        }
    }
}

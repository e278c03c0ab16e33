package io.caxton.server.json;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.cluster.AgentProfile;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.message.WireNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON shape of an instance. */
public final class AgentJson {
    private AgentJson() {}

    /** An instance of this node. */
    public static ObjectNode write(AgentInstance agent) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("agent_id", agent.agentId());
        json.put("name", agent.name().value());
        json.put("node_id", agent.nodeId());
        json.put("reachable", true);
        json.put("status", WireNames.of(agent.status()));
        json.put("load", agent.load());
        json.put("registered_at", agent.registeredAt().toString());
        if (agent.mode() == AgentMode.PULL) {
            json.put("lease", agent.lease().toString());
            json.put("lease_expires_at", agent.leaseExpiresAt().toString());
        }
        describe(json, agent.maxInFlight(), agent.mode(), agent.capabilities(), agent.metadata());
        return json;
    }

    /** An instance of another node, of which less is known; lost if that node is not reachable. */
    public static ObjectNode write(ClusterAgent agent) {
        AgentProfile profile = agent.profile();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("agent_id", agent.agentId());
        json.put("name", profile.name().value());
        json.put("node_id", agent.nodeId());
        json.put("reachable", agent.reachable());
        json.put("status", WireNames.of(agent.effectiveStatus()));
        json.put("load", (double) profile.load() / AgentProfile.FULL);
        json.put("registered_at", profile.registeredAt().toString());
        describe(json, profile.maxInFlight(), profile.mode(), profile.capabilities(), profile.metadata());
        return json;
    }

    private static void describe(
            ObjectNode json,
            int maxInFlight,
            AgentMode mode,
            List<OfferedCapability> offers,
            Map<String, String> metadata) {
        json.put("max_in_flight", maxInFlight);
        json.putObject("delivery").put("mode", WireNames.of(mode));
        ArrayNode capabilities = json.putArray("capabilities");
        offers.forEach(offered -> write(capabilities.addObject(), offered));
        ObjectNode sorted = json.putObject("metadata");
        new TreeMap<>(metadata).forEach(sorted::put);
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

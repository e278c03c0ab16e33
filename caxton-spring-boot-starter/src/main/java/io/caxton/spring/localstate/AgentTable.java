package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The statements on registered instances. */
final class AgentTable {
    static final String ALL =
            "SELECT agent_id, name, node_id, capabilities, mode, lease, max_in_flight, status, load, metadata,"
                    + " registered_at, lease_expires_at, fence, webhook FROM agent ORDER BY agent_id";

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Session session;

    AgentTable(Session session) {
        this.session = session;
    }

    List<AgentInstance> all() {
        return session.list(ALL, AgentTable::agent);
    }

    void save(AgentInstance agent) {
        session.update(
                "INSERT INTO agent (agent_id, name, node_id, capabilities, mode, lease, max_in_flight, status, load,"
                        + " metadata, registered_at, lease_expires_at, fence, webhook)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (agent_id) DO UPDATE SET name = excluded.name, node_id = excluded.node_id,"
                        + " capabilities = excluded.capabilities, mode = excluded.mode, lease = excluded.lease,"
                        + " max_in_flight = excluded.max_in_flight, status = excluded.status, load = excluded.load,"
                        + " metadata = excluded.metadata, registered_at = excluded.registered_at,"
                        + " lease_expires_at = excluded.lease_expires_at, fence = excluded.fence, webhook = excluded.webhook",
                agent.agentId(),
                agent.name(),
                agent.nodeId(),
                writeCapabilities(agent.capabilities()),
                agent.mode(),
                agent.lease().toString(),
                agent.maxInFlight(),
                agent.status(),
                agent.load(),
                MAPPER.writeValueAsString(new TreeMap<>(agent.metadata())),
                agent.registeredAt(),
                agent.leaseExpiresAt(),
                agent.fence(),
                agent.webhook().map(WebhookJson::write));
    }

    void remove(String agentId) {
        session.update("DELETE FROM agent WHERE agent_id = ?", agentId);
    }

    private static String writeCapabilities(List<OfferedCapability> offers) {
        ArrayNode json = MAPPER.createArrayNode();
        for (OfferedCapability offer : offers) {
            ObjectNode entry = json.addObject();
            entry.put("name", offer.capability().name());
            offer.capability().version().ifPresent(version -> entry.put("version", version));
            entry.put("description", offer.description());
        }
        return MAPPER.writeValueAsString(json);
    }

    private static List<OfferedCapability> readCapabilities(String text) {
        List<OfferedCapability> offers = new ArrayList<>();
        for (JsonNode entry : MAPPER.readTree(text)) {
            Optional<String> version = entry.optional("version").map(JsonNode::stringValue);
            offers.add(new OfferedCapability(
                    new Capability(entry.required("name").stringValue(), version),
                    entry.required("description").stringValue()));
        }
        return offers;
    }

    private static Map<String, String> readMetadata(String text) {
        Map<String, String> metadata = new TreeMap<>();
        MAPPER.readTree(text)
                .propertyStream()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().stringValue()));
        return metadata;
    }

    static AgentInstance agent(ResultSet row) throws SQLException {
        return new AgentInstance(
                row.getString(1),
                new AgentName(row.getString(2)),
                row.getString(3),
                readCapabilities(row.getString(4)),
                AgentMode.valueOf(row.getString(5)),
                Duration.parse(row.getString(6)),
                row.getInt(7),
                AgentStatus.valueOf(row.getString(8)),
                row.getDouble(9),
                readMetadata(row.getString(10)),
                Columns.instant(row, 11),
                Columns.instant(row, 12),
                row.getLong(13),
                Columns.optionalText(row, 14).map(WebhookJson::read));
    }
}

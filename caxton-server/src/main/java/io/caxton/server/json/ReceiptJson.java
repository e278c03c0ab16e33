package io.caxton.server.json;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.message.MessageJson;
import io.caxton.core.message.WireNames;
import io.caxton.spring.gateway.MessageGateway.Traced;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON shape of what became of a message. */
public final class ReceiptJson {
    private ReceiptJson() {}

    /** The answer to a message that was accepted. */
    public static ObjectNode accepted(Accepted accepted, String nodeId) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("message_id", accepted.message().id());
        json.put("conversation_id", accepted.message().conversationId());
        json.put("status", WireNames.of(accepted.status()));
        writeDeliveries(json.putArray("deliveries"), accepted.deliveries(), nodeId);
        accepted.copies().ifPresent(copies -> json.put("copies", copies));
        return json;
    }

    /** The message itself with its status and history. */
    public static ObjectNode traced(Traced traced, String nodeId) {
        ObjectNode json = MessageJson.write(traced.message().message());
        json.put("accepted_at", traced.message().acceptedAt().toString());
        json.put("status", WireNames.of(traced.status()));
        writeDeliveries(json.putArray("deliveries"), traced.deliveries(), nodeId);
        ArrayNode history = json.putArray("history");
        traced.history().forEach(receipt -> write(history.addObject(), receipt));
        return json;
    }

    private static void writeDeliveries(ArrayNode list, List<Delivery> deliveries, String nodeId) {
        for (Delivery delivery : deliveries) {
            ObjectNode json = list.addObject();
            delivery.agentId().filter(id -> !Outbox.isOutbox(id)).ifPresent(id -> json.put("agent_id", id));
            json.put("agent_name", delivery.agentName().value());
            json.put("node_id", delivery.agentId().flatMap(Outbox::nodeOf).orElse(nodeId));
            json.put("status", WireNames.of(ReceiptStatus.of(delivery.state())));
        }
    }

    private static void write(ObjectNode json, Receipt receipt) {
        json.put("status", WireNames.of(receipt.status()));
        json.put("at", receipt.at().toString());
        json.put("node_id", receipt.nodeId());
        receipt.agentName().ifPresent(v -> json.put("agent_name", v));
        receipt.agentId().ifPresent(v -> json.put("agent_id", v));
        receipt.reason().ifPresent(v -> json.put("reason", v));
    }
}

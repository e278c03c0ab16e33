package io.caxton.server.json;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.message.WireNames;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON shape of a conversation. */
public final class ConversationJson {
    private ConversationJson() {}

    public static ObjectNode write(Conversation conversation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("conversation_id", conversation.id());
        ArrayNode participants = json.putArray("participants");
        conversation.participants().stream().sorted().map(AgentName::value).forEach(participants::add);
        json.put("state", WireNames.of(conversation.state()));
        conversation.reason().ifPresent(v -> json.put("reason", v));
        json.put("message_count", conversation.messageCount());
        json.putObject("budget")
                .put("max_messages", conversation.maxMessages())
                .put("remaining", Math.max(0, conversation.maxMessages() - conversation.messageCount()));
        json.put("started_at", conversation.startedAt().toString());
        json.put("last_activity_at", conversation.lastActivityAt().toString());
        return json;
    }
}

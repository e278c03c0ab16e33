package io.caxton.server.link;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.Message;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a reply needs of the messages that the client holds; no more of them than the instance may have in flight.
 */
final class Handed {
    private record Question(String sender, String conversationId, String replyWith, String receiver) {}

    private final Map<String, Question> byId = new ConcurrentHashMap<>();

    void add(Leased leased) {
        Message message = leased.message().message();
        byId.put(
                message.id(),
                new Question(
                        message.sender().value(),
                        message.conversationId(),
                        message.replyWith(),
                        leased.delivery().agentName().value()));
    }

    void remove(String messageId) {
        byId.remove(messageId);
    }

    /** Fills in what follows from the message answered where the client left it out. */
    void complete(String messageId, ObjectNode reply) {
        Optional.ofNullable(byId.get(messageId)).ifPresent(question -> {
            putIfAbsent(reply, "performative", "inform");
            putIfAbsent(reply, "sender", question.receiver());
            if (!reply.has("receiver") && !reply.has("capability")) {
                reply.put("receiver", question.sender());
            }
            putIfAbsent(reply, "conversation_id", question.conversationId());
            putIfAbsent(reply, "in_reply_to", question.replyWith());
        });
    }

    private static void putIfAbsent(ObjectNode json, String field, String value) {
        if (!json.has(field)) {
            json.put(field, value);
        }
    }
}

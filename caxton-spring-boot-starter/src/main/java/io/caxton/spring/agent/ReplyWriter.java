package io.caxton.spring.agent;

import io.caxton.core.agent.AgentName;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.UuidV7;
import io.caxton.spring.gateway.NodeClock;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns what a handler returns into a message to whoever sent the one it handled. */
record ReplyWriter(JsonMapper json, NodeClock clock, RandomGenerator random, DataSize maxContentSize) {

    /** Throws {@link UnwritableReplyException} if it cannot be JSON of the allowed size. */
    Submission write(AgentName agent, Message answered, Reply reply) {
        JsonNode content = toJson(reply);
        long size = content.toString().getBytes(StandardCharsets.UTF_8).length;
        if (size > maxContentSize.toBytes()) {
            throw new UnwritableReplyException("its reply is larger than " + maxContentSize.toBytes() + " bytes");
        }
        Message message = Message.builder(
                        UuidV7.next(clock.now(), random),
                        reply.performative(),
                        agent,
                        new Recipient.ToAgent(answered.sender()),
                        content)
                .conversation(answered.conversationId())
                .inReplyTo(answered.replyWith())
                .protocol(answered.protocol().orElse(null))
                .guarantee(reply.guarantee())
                .priority(reply.priority().orElse(answered.priority()))
                .headers(reply.headers())
                .replyBy(reply.replyBy().orElse(null))
                .trace(answered.trace().orElse(null))
                .build();
        return new Submission(message, size, Optional.empty(), "");
    }

    private JsonNode toJson(Reply reply) {
        try {
            return json.valueToTree(reply.content());
        } catch (JacksonException e) {
            throw new UnwritableReplyException(
                    "its reply cannot be written as JSON: " + e.getClass().getSimpleName());
        }
    }

    /** A reply that could never be sent. */
    static final class UnwritableReplyException extends RuntimeException {
        private UnwritableReplyException(String reason) {
            super(reason, null, false, false);
        }
    }
}

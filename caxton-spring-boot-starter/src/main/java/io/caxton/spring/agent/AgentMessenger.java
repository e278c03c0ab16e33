package io.caxton.spring.agent;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.UuidV7;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.MessageGateway.Answer;
import io.caxton.spring.gateway.NodeClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends messages from code, with any object as content. The sender need not be a registered agent. Names, capabilities
 * and content that are not allowed throw {@link InvalidRequestException}; whether a message was accepted is part of the
 * result. {@link MessageGateway} gives full control of the envelope.
 */
public final class AgentMessenger {
    private final MessageGateway messages;
    private final JsonMapper json;
    private final NodeClock clock;
    private final RandomGenerator random;
    private final DataSize maxContentSize;

    AgentMessenger(
            MessageGateway messages,
            JsonMapper json,
            NodeClock clock,
            RandomGenerator random,
            DataSize maxContentSize) {
        this.messages = messages;
        this.json = json;
        this.clock = clock;
        this.random = random;
        this.maxContentSize = maxContentSize;
    }

    /** Sends an {@code inform} to an agent; completes once it is durable or refused. */
    public CompletableFuture<AcceptResult> tell(String sender, String receiver, Object content) {
        return messages.send(submission(Performative.INFORM, sender, toAgent(receiver), content));
    }

    /** Sends a {@code request} to an agent and waits for the first message in reply to it. */
    public CompletableFuture<Answer> ask(String sender, String receiver, Object content, Duration timeout) {
        return messages.sendAndAwaitReply(
                submission(Performative.REQUEST, sender, toAgent(receiver), content), timeout);
    }

    /** As {@link #ask}, of whoever offers a capability, written {@code name} or {@code name:version}. */
    public CompletableFuture<Answer> askCapability(String sender, String capability, Object content, Duration timeout) {
        Recipient recipient = new Recipient.ToCapability(Capability.parse("capability", capability));
        return messages.sendAndAwaitReply(submission(Performative.REQUEST, sender, recipient, content), timeout);
    }

    private static Recipient toAgent(String name) {
        return new Recipient.ToAgent(AgentName.parse("receiver", name));
    }

    private Submission submission(Performative performative, String sender, Recipient recipient, Object content) {
        Submission submission = Submission.of(Message.builder(
                        UuidV7.next(clock.now(), random),
                        performative,
                        AgentName.parse("sender", sender),
                        recipient,
                        json.valueToTree(content))
                .build());
        if (submission.sizeBytes() > maxContentSize.toBytes()) {
            throw new InvalidRequestException(
                    "content", "is larger than the " + maxContentSize.toBytes() + " bytes allowed");
        }
        return submission;
    }
}

package io.caxton.server.mcp;

import io.caxton.core.agent.AgentName;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.message.WireNames;
import io.caxton.core.request.RequestReader;
import io.caxton.server.problem.Problems;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.properties.DeliveryProperties;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code message_ack}: what a receiver made of a message. */
@Component
final class MessageAckTool implements NodeTool {
    private static final int MAX_REASON = 1_000;
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofHours(24);

    private final MailboxGateway mailboxes;
    private final Instances instances;
    private final Duration maxLease;

    MessageAckTool(MailboxGateway mailboxes, Instances instances, DeliveryProperties delivery) {
        this.mailboxes = mailboxes;
        this.instances = instances;
        this.maxLease = delivery.maxLease();
    }

    /** What became of the message, or that it is still being worked on. */
    private enum Outcome {
        HANDLED,
        REFUSED,
        RETRY,
        WORKING
    }

    private record Verdict(
            AgentName agent,
            String messageId,
            Outcome outcome,
            String reason,
            Optional<Duration> delay,
            Optional<Duration> lease,
            OptionalInt attempt) {}

    @Override
    public String name() {
        return "message_ack";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        Verdict verdict = read(RequestReader.of(call.arguments()));
        call.caller().requireActsAs(verdict.agent());
        String agentId = instances.require(verdict.agent()).agentId();
        return settle(agentId, verdict).thenApply(settlement -> write(verdict, settlement));
    }

    private Verdict read(RequestReader reader) {
        Optional<AgentName> agent = Fields.agent(reader);
        Optional<String> messageId = reader.require("message_id", reader.id("message_id"));
        Optional<Outcome> outcome = reader.require("outcome", reader.constant("outcome", Outcome.class));
        Optional<String> reason = reader.prose("reason", MAX_REASON).filter(text -> !text.isBlank());
        Optional<Duration> delay = Fields.seconds(reader, "delay_seconds", Duration.ZERO, MAX_DELAY);
        Optional<Duration> lease = Fields.seconds(reader, "lease_seconds", SHORTEST_LEASE, maxLease);
        OptionalInt attempt = Fields.attempt(reader);
        outcome.ifPresent(o -> checkFit(reader, o));
        reader.finish();
        return new Verdict(
                agent.orElseThrow(),
                messageId.orElseThrow(),
                outcome.orElseThrow(),
                reason.orElse("no reason given"),
                delay,
                lease,
                attempt);
    }

    private static void checkFit(RequestReader reader, Outcome outcome) {
        if (outcome != Outcome.REFUSED && outcome != Outcome.RETRY) {
            reader.refuseIfPresent("reason", "is for the outcomes refused and retry");
        }
        if (outcome != Outcome.RETRY) {
            reader.refuseIfPresent("delay_seconds", "is for the outcome retry");
        }
        if (outcome != Outcome.WORKING) {
            reader.refuseIfPresent("lease_seconds", "is for the outcome working");
        }
    }

    private CompletableFuture<Settlement> settle(String agentId, Verdict verdict) {
        return switch (verdict.outcome()) {
            case HANDLED -> mailboxes.ack(agentId, verdict.messageId(), verdict.attempt());
            case REFUSED -> nack(agentId, verdict, false);
            case RETRY -> nack(agentId, verdict, true);
            case WORKING ->
                mailboxes.extend(
                        agentId,
                        verdict.messageId(),
                        verdict.attempt(),
                        verdict.lease().orElse(MessageReceiveTool.defaultLease(maxLease)));
        };
    }

    private CompletableFuture<Settlement> nack(String agentId, Verdict verdict, boolean requeue) {
        return mailboxes.nack(
                agentId, verdict.messageId(), verdict.attempt(), verdict.reason(), requeue, verdict.delay());
    }

    private static ObjectNode write(Verdict verdict, Settlement settlement) {
        if (settlement != Settlement.DONE) {
            throw Problems.of(settlement).asException();
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("message_id", verdict.messageId())
                .put("outcome", WireNames.of(verdict.outcome()));
    }
}

package io.caxton.server.mcp;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.request.RequestReader;
import io.caxton.server.json.LeasedJson;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.properties.DeliveryProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code message_receive}: hands out messages of an agent, which is registered by this if it was not. A message is leased
 * for longer than elsewhere, because a model may take minutes over it.
 */
@Component
final class MessageReceiveTool implements NodeTool {
    private static final int MOST = 20;
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);

    private final MailboxGateway mailboxes;
    private final Instances instances;
    private final Waits waits;
    private final InstantSource time;
    private final Duration maxLease;

    MessageReceiveTool(
            MailboxGateway mailboxes,
            Instances instances,
            Waits waits,
            InstantSource time,
            DeliveryProperties delivery) {
        this.mailboxes = mailboxes;
        this.instances = instances;
        this.waits = waits;
        this.time = time;
        this.maxLease = delivery.maxLease();
    }

    @Override
    public String name() {
        return "message_receive";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        Optional<AgentName> name = Fields.agent(reader);
        int max = reader.integer("max", 1, MOST).orElse(1);
        Duration wait = waits.read(reader);
        Optional<Duration> asked = Fields.seconds(reader, "lease_seconds", SHORTEST_LEASE, maxLease);
        reader.finish();
        call.caller().requireActsAs(name.orElseThrow());
        Duration lease = asked.orElse(defaultLease(maxLease));
        return waits.hold(
                wait,
                () -> instances
                        .findOrRegister(name.orElseThrow())
                        .thenCompose(agent -> mailboxes
                                .receive(agent.agentId(), max, wait)
                                .thenCompose(leased -> extend(agent, leased, lease))));
    }

    /** The lease of who asks for none. */
    static Duration defaultLease(Duration maxLease) {
        return DEFAULT_LEASE.compareTo(maxLease) < 0 ? DEFAULT_LEASE : maxLease;
    }

    private CompletableFuture<ObjectNode> extend(AgentInstance agent, List<Leased> leased, Duration lease) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("agent_id", agent.agentId());
        ArrayNode list = json.putArray("messages");
        CompletableFuture<ObjectNode> extended = CompletableFuture.completedFuture(json);
        for (Leased one : leased) {
            extended = extended.thenCombine(extend(agent.agentId(), one, lease), (all, message) -> {
                list.add(message);
                return all;
            });
        }
        return extended;
    }

    private CompletableFuture<ObjectNode> extend(String agentId, Leased one, Duration lease) {
        Instant end = time.instant().plus(lease);
        ObjectNode message = LeasedJson.write(one);
        return mailboxes
                .extend(
                        agentId,
                        one.message().message().id(),
                        OptionalInt.of(one.delivery().attempt()),
                        lease)
                .thenApply(settled -> {
                    if (settled == Settlement.DONE) {
                        message.withObjectProperty("lease").put("expires_at", end.toString());
                    }
                    return message;
                });
    }
}

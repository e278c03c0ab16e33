package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.MessageStatus;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.UuidV7;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/** An engine on a local state with a clock that stands still until it is told otherwise. */
public final class EngineFixture {
    /** No jitter, so that waits can be told exactly. */
    public static final RetryPolicy EXACT_RETRY =
            new RetryPolicy(3, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(10), 0);

    public static final EngineSettings SETTINGS = with(DeliveryPolicy.DEFAULT);

    public final LocalState state;
    public final Random random;
    private final EngineSettings settings;
    private final EngineListener listener;
    private final String nodeId;
    public final KnownCluster cluster = new KnownCluster();
    public Registry registry = new Registry();
    public DeliveryEngine engine;
    public Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public EngineFixture(LocalState state, EngineSettings settings, long seed, EngineListener listener) {
        this("node-1", state, settings, seed, listener);
    }

    public EngineFixture(String nodeId, LocalState state, EngineSettings settings, long seed, EngineListener listener) {
        this.nodeId = nodeId;
        this.state = state;
        this.settings = settings;
        this.random = new Random(seed);
        this.listener = listener;
        this.engine = new DeliveryEngine(settings, nodeId, registry, cluster, random, listener);
    }

    public EngineFixture(LocalState state, EngineSettings settings) {
        this(state, settings, 1, EngineListener.NONE);
    }

    /** The default settings with this delivery policy but retries that can be told exactly. */
    public static EngineSettings with(DeliveryPolicy policy) {
        return new EngineSettings(
                new DeliveryPolicy(
                        policy.lease(),
                        policy.maxLease(),
                        EXACT_RETRY,
                        policy.timeToLive(),
                        policy.maxMailboxDepth(),
                        policy.maxHops()),
                EngineSettings.DEFAULT.conversation(),
                EngineSettings.DEFAULT.retention(),
                EngineSettings.DEFAULT.maxAgents());
    }

    /** As after a restart of the node: only what the local state kept is still known. */
    public void restart() {
        registry = new Registry();
        engine = new DeliveryEngine(settings, nodeId, registry, cluster, random, listener);
        run(tx -> {
            engine.agents().restore(tx, now);
            return true;
        });
    }

    public <T> T run(Work<T> work) {
        return state.write(work).join();
    }

    public void pass(Duration time) {
        now = now.plus(time);
        while (run(tx -> engine.housekeeping().tick(tx, now, 1_000))) {
            // Until nothing is due.
        }
    }

    public AgentInstance register(String name, String... capabilities) {
        return register(name, 16, capabilities);
    }

    public AgentInstance register(String name, int maxInFlight, String... capabilities) {
        List<OfferedCapability> offers = Stream.of(capabilities)
                .map(c -> new OfferedCapability(Capability.parse("capabilities", c), ""))
                .toList();
        Registration registration = Registration.builder(new AgentName(name))
                .capabilities(offers)
                .maxInFlight(maxInFlight)
                .build();
        return run(tx -> engine.agents().register(tx, now, registration)).orElseThrow();
    }

    public AgentInstance heartbeat(AgentInstance agent, AgentStatus status) {
        return run(tx -> engine.agents()
                        .heartbeat(tx, now, agent.agentId(), Optional.of(status), OptionalDouble.empty()))
                .orElseThrow();
    }

    public MessageBuilder message(String sender, String receiver) {
        return message(sender, new Recipient.ToAgent(new AgentName(receiver)));
    }

    public MessageBuilder message(String sender, Recipient recipient) {
        return Message.builder(
                UuidV7.next(now, random),
                Performative.REQUEST,
                new AgentName(sender),
                recipient,
                JsonNodeFactory.instance.stringNode("hello"));
    }

    public AcceptResult send(MessageBuilder message) {
        return send(Submission.of(message.build()));
    }

    public AcceptResult send(Submission submission) {
        return run(tx -> engine.acceptance().accept(tx, now, submission));
    }

    /** Sends what must be accepted; returns its id. */
    public String accept(MessageBuilder message) {
        AcceptResult result = send(message);
        if (result instanceof Accepted accepted) {
            return accepted.message().id();
        }
        throw new AssertionError("not accepted: " + result);
    }

    public List<Leased> lease(AgentInstance agent, int max) {
        return run(tx -> engine.mailboxes().lease(tx, now, agent.agentId(), max))
                .leased();
    }

    /** Leases one message that must be there. */
    public Leased leaseOne(AgentInstance agent) {
        List<Leased> leased = lease(agent, 1);
        if (leased.isEmpty()) {
            throw new AssertionError("nothing to lease for " + agent.name());
        }
        return leased.get(0);
    }

    public Settlement ack(AgentInstance agent, String messageId) {
        return run(tx -> engine.mailboxes().ack(tx, now, agent.agentId(), messageId, OptionalInt.empty()));
    }

    public Settlement nack(AgentInstance agent, String messageId, boolean requeue) {
        return run(tx -> engine.mailboxes()
                .nack(tx, now, agent.agentId(), messageId, OptionalInt.empty(), "no", requeue, Optional.empty()));
    }

    public List<Delivery> deliveries(String messageId) {
        return state.read(tx -> tx.deliveries().ofMessage(messageId));
    }

    public ReceiptStatus status(String messageId) {
        return MessageStatus.of(deliveries(messageId));
    }

    public List<ReceiptStatus> history(String messageId) {
        return state.read(tx -> tx.messages().receipts(messageId)).stream()
                .map(Receipt::status)
                .toList();
    }
}

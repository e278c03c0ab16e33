package io.caxton.spring.gateway;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Registration;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.JsonNodeFactory;

/** The parts of a node that push, on a local state of the test's choice and with a clock that it sets. */
final class PushingNode implements AutoCloseable {
    final WaitingRoom waiting = new WaitingRoom(10);
    final Registry registry = new Registry();
    final NodeEvents events = new NodeEvents(List.of());
    volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final NodeClock clock = new NodeClock(() -> now);
    final WriteBehind behind = new WriteBehind();
    final LocalState state;
    final DeliveryEngine engine;
    final AgentGateway agents;
    final Feeds feeds;
    final Directs directs;
    final MessageGateway messages;
    final MailboxGateway mailboxes;

    PushingNode(LocalState state) {
        this(state, MessageTracing.NONE);
    }

    PushingNode(LocalState state, MessageTracing tracing) {
        this.state = state;
        this.engine = new DeliveryEngine(EngineSettings.DEFAULT, "node-1", registry, new Random(1), events);
        this.agents = new AgentGateway(state, engine, registry, clock, behind);
        this.feeds = new Feeds(state, engine, agents, clock, behind, tracing);
        this.directs = new Directs(state, engine, feeds, waiting, clock, behind, 100);
        this.messages = new MessageGateway(state, engine, waiting, feeds, directs, clock);
        this.mailboxes = new MailboxGateway(state, engine, agents, waiting, feeds, directs, clock);
        events.tell(List.of(waiting, feeds, directs));
    }

    /** What was handed over waits to be recorded until something else asks for it. */
    PushingNode withoutTimer() {
        clock.close();
        return this;
    }

    AgentInstance register(String name, int maxInFlight, String... capabilities) {
        List<OfferedCapability> offers = List.of(capabilities).stream()
                .map(offer -> new OfferedCapability(Capability.parse("capability", offer), ""))
                .toList();
        Registration registration = Registration.builder(new AgentName(name))
                .capabilities(offers)
                .lease(Duration.ofHours(100))
                .maxInFlight(maxInFlight)
                .build();
        return agents.register(registration).join().orElseThrow();
    }

    /** A receiver that waits with credit for ten messages. */
    Taken link(AgentInstance agent) {
        Taken taken = new Taken();
        feeds.open(agent.agentId(), taken).grant(10, 10);
        return taken;
    }

    AcceptResult send(Message message) {
        return messages.send(Submission.of(message)).join();
    }

    static MessageBuilder message(String id, String sender, Recipient to) {
        return Message.builder(id, Performative.INFORM, new AgentName(sender), to, JsonNodeFactory.instance.nullNode());
    }

    static Message atMostOnce(String id, String sender, Recipient to, String conversation) {
        return message(id, sender, to)
                .conversation(conversation)
                .guarantee(Guarantee.AT_MOST_ONCE)
                .build();
    }

    static Recipient to(String name) {
        return new Recipient.ToAgent(new AgentName(name));
    }

    @Override
    public void close() {
        clock.close();
    }

    /** Remembers what came. */
    static final class Taken implements FeedSink {
        final List<Leased> all = new CopyOnWriteArrayList<>();
        final List<Leased> direct = new CopyOnWriteArrayList<>();

        @Override
        public void deliver(List<Leased> leased) {
            all.addAll(leased);
        }

        @Override
        public boolean takesDirectly() {
            return true;
        }

        @Override
        public void deliverDirectly(Leased leased) {
            all.add(leased);
            direct.add(leased);
        }

        @Override
        public void ended(End reason) {}

        List<String> ids() {
            return ids(all);
        }

        List<String> directIds() {
            return ids(direct);
        }

        private static List<String> ids(List<Leased> some) {
            return some.stream().map(one -> one.delivery().messageId()).toList();
        }
    }
}

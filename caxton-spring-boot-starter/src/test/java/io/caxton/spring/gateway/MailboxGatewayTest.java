package io.caxton.spring.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Registration;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class MailboxGatewayTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final WaitingRoom waiting = new WaitingRoom(10);
    private final InMemoryLocalState stored = new InMemoryLocalState();
    private final NodeClock clock = new NodeClock(InstantSource.system());
    private final Registry registry = new Registry();
    private final DeliveryEngine engine =
            new DeliveryEngine(EngineSettings.DEFAULT, "node-1", registry, new Random(1), waiting);
    private final AgentInstance worker = register();

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void whatWasLeasedIsReturnedAlsoWhenTheMailboxWasAnnouncedMeanwhile() throws Exception {
        send("m1");
        // Another consumer's acknowledgement may make room between registering and leasing.
        MailboxGateway mailboxes = gatewayOn(new LocalState() {
            @Override
            public <T> CompletableFuture<T> write(Work<T> work) {
                waiting.available(worker.agentId());
                return stored.write(work);
            }

            @Override
            public <T> T read(Work<T> work) {
                return stored.read(work);
            }

            @Override
            public void close() {
                stored.close();
            }
        });
        List<Leased> leased = mailboxes.receive(worker.agentId(), 1, LONG).get(1, TimeUnit.MINUTES);
        assertThat(leased).extracting(l -> l.delivery().messageId()).containsExactly("m1");
        awaitNobodyWaits();
    }

    @Test
    void whoWaitsIsToldWhenAMessageComes() throws Exception {
        CompletableFuture<List<Leased>> first = gatewayOn(stored).receive(worker.agentId(), 1, LONG);
        CompletableFuture<List<Leased>> second = gatewayOn(stored).receive(worker.agentId(), 1, LONG);
        assertThat(waiting.size()).isEqualTo(2);
        send("m1");
        send("m2");
        assertThat(List.of(
                        first.get(1, TimeUnit.MINUTES).get(0).delivery().messageId(),
                        second.get(1, TimeUnit.MINUTES).get(0).delivery().messageId()))
                .containsExactlyInAnyOrder("m1", "m2");
        awaitNobodyWaits();
    }

    @Test
    void aMessageInBackoffWakesWhoWaitsWhenItIsDue() throws Exception {
        MailboxGateway mailboxes = gatewayOn(stored);
        send("m1");
        mailboxes.receive(worker.agentId(), 1, Duration.ZERO).get();
        mailboxes
                .nack(worker.agentId(), "m1", OptionalInt.empty(), "later", true, Optional.of(Duration.ofMillis(50)))
                .get();
        List<Leased> again = mailboxes.receive(worker.agentId(), 1, LONG).get(1, TimeUnit.MINUTES);
        assertThat(again.get(0).delivery().attempt()).isEqualTo(2);
    }

    @Test
    void whoWaitsLivesForAsLongAsItWaits() {
        Instant until = clock.now().plus(Duration.ofHours(10));
        CompletableFuture<List<Leased>> poll = gatewayOn(stored)
                .receive(
                        worker.agentId(),
                        1,
                        Duration.between(clock.now(), until).plusSeconds(1));
        assertThat(poll).isNotDone();
        assertThat(leaseOfWorker()).isAfter(until.plus(worker.lease()));
        Instant afterPoll = leaseOfWorker();
        gatewayOn(stored).ack(worker.agentId(), "unknown", OptionalInt.empty()).join();
        assertThat(leaseOfWorker()).as("a later call does not shorten it").isEqualTo(afterPoll);
    }

    @Test
    void whoLeavesGoesOnDrainingWhateverItsHeartbeatsSay() {
        AgentGateway agents = new AgentGateway(stored, engine, registry, clock, new WriteBehind());
        send("m1");
        gatewayOn(stored).receive(worker.agentId(), 1, Duration.ZERO).join();
        agents.deregister(worker.agentId(), true).join();
        AgentInstance beaten = agents.heartbeat(
                        worker.agentId(), Optional.of(AgentStatus.READY), OptionalDouble.empty())
                .join();
        assertThat(beaten.status()).isEqualTo(AgentStatus.DRAINING);
    }

    /** Who waited is told a moment before it is no longer counted. */
    private void awaitNobodyWaits() {
        await().atMost(Duration.ofMinutes(1)).until(() -> waiting.size() == 0);
    }

    private Instant leaseOfWorker() {
        return registry.find(worker.agentId()).orElseThrow().leaseExpiresAt();
    }

    @Test
    void whoWaitsInVainGetsNothingAndWaitsNoMore() throws Exception {
        assertThat(gatewayOn(stored)
                        .receive(worker.agentId(), 1, Duration.ofMillis(20))
                        .get(1, TimeUnit.MINUTES))
                .isEmpty();
        awaitNobodyWaits();
    }

    @Test
    void whoWaitsIsSentAwayWhenTheNodeStops() throws Exception {
        CompletableFuture<List<Leased>> waiter = gatewayOn(stored).receive(worker.agentId(), 1, LONG);
        waiting.close();
        assertThat(waiter.get(1, TimeUnit.MINUTES)).isEmpty();
    }

    private MailboxGateway gatewayOn(LocalState state) {
        WriteBehind behind = new WriteBehind();
        AgentGateway agents = new AgentGateway(state, engine, registry, clock, behind);
        Feeds feeds = new Feeds(state, engine, agents, clock, behind);
        Directs directs = new Directs(state, engine, feeds, waiting, clock, behind, 100);
        return new MailboxGateway(state, engine, agents, waiting, feeds, directs, clock);
    }

    private AgentInstance register() {
        Registration registration = Registration.builder(new AgentName("worker"))
                .lease(Duration.ofHours(1))
                .build();
        return stored.write(tx -> engine.agents().register(tx, clock.now(), registration))
                .join()
                .orElseThrow();
    }

    private void send(String id) {
        Message message = Message.builder(
                        id,
                        Performative.INFORM,
                        new AgentName("client"),
                        new Recipient.ToAgent(new AgentName("worker")),
                        JsonNodeFactory.instance.nullNode())
                .build();
        stored.write(tx -> engine.acceptance().accept(tx, clock.now(), Submission.of(message)))
                .join();
    }
}

package io.caxton.spring.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.core.agent.AgentName;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.engine.Registration;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.spring.gateway.MessageGateway.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class MessageGatewayTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final AgentName CLIENT = new AgentName("client");
    private static final AgentName WORKER = new AgentName("worker");

    private final WaitingRoom waiting = new WaitingRoom(10);
    private final InMemoryLocalState state = new InMemoryLocalState();
    private final NodeClock clock = new NodeClock(InstantSource.system());
    private final Registry registry = new Registry();
    private final DeliveryEngine engine =
            new DeliveryEngine(EngineSettings.DEFAULT, "node-1", registry, new Random(1), waiting);
    private final WriteBehind behind = new WriteBehind();
    private final Feeds feeds =
            new Feeds(state, engine, new AgentGateway(state, engine, registry, clock, behind), clock, behind);
    private final MessageGateway messages = new MessageGateway(
            state, engine, waiting, feeds, new Directs(state, engine, feeds, waiting, clock, behind, 100), clock);

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void whoRepeatsARequestAndWaitsGetsTheReplyToTheFirst() throws Exception {
        register();
        Message first = request("m1");
        messages.send(keyed(first)).get();
        CompletableFuture<Answer> waiter = messages.sendAndAwaitReply(keyed(request("m2")), LONG);
        messages.send(replyTo(first)).get();
        Answer answer = waiter.get(1, TimeUnit.MINUTES);
        assertThat(answer.accepted())
                .isInstanceOfSatisfying(
                        Accepted.class, a -> assertThat(a.repeated()).isTrue());
        assertThat(answer.reply())
                .hasValueSatisfying(r -> assertThat(r.message().id()).isEqualTo("r1"));
        await().atMost(Duration.ofMinutes(1)).until(() -> waiting.size() == 0);
    }

    @Test
    void whoRepeatsARequestThatWasAnsweredGetsTheReplyAtOnce() throws Exception {
        register();
        Message first = request("m1");
        messages.send(keyed(first)).get();
        messages.send(replyTo(first)).get();
        Answer answer = messages.sendAndAwaitReply(keyed(request("m2")), LONG).get(1, TimeUnit.MINUTES);
        assertThat(answer.reply())
                .hasValueSatisfying(r -> assertThat(r.message().id()).isEqualTo("r1"));
        await().atMost(Duration.ofMinutes(1)).until(() -> waiting.size() == 0);
    }

    private static Submission keyed(Message message) {
        return new Submission(message, 4, Optional.of("key"), "same");
    }

    private static Submission replyTo(Message request) {
        return Submission.of(Message.builder(
                        "r1",
                        Performative.INFORM,
                        WORKER,
                        new Recipient.ToAgent(CLIENT),
                        JsonNodeFactory.instance.nullNode())
                .conversation(request.conversationId())
                .inReplyTo(request.replyWith())
                .build());
    }

    private static Message request(String id) {
        return Message.builder(
                        id,
                        Performative.REQUEST,
                        CLIENT,
                        new Recipient.ToAgent(WORKER),
                        JsonNodeFactory.instance.nullNode())
                .build();
    }

    private void register() {
        Registration registration =
                Registration.builder(WORKER).lease(Duration.ofHours(1)).build();
        state.write(tx -> engine.agents().register(tx, clock.now(), registration))
                .join();
    }
}

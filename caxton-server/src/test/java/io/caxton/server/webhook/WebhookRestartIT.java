package io.caxton.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Webhook;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.Registration;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.server.CaxtonServerApplication;
import io.caxton.server.security.Caller;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.MessageGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.node.JsonNodeFactory;

/** Stopping and starting a node that posts. */
class WebhookRestartIT {
    private static final AgentName NAME = new AgentName("hooked");

    private final Receiver receiver = new Receiver();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    Path data;

    @AfterEach
    void stop() {
        over.countDown();
        receiver.close();
    }

    private ConfigurableApplicationContext start(String shutdownTimeout) {
        return new SpringApplicationBuilder(CaxtonServerApplication.class)
                .run(
                        "--server.port=0",
                        "--caxton.data-dir=" + data,
                        "--caxton.webhook.allowed-targets=127.0.0.1",
                        "--caxton.webhook.shutdown-timeout=" + shutdownTimeout);
    }

    private AgentInstance register(ConfigurableApplicationContext node) {
        Registration registration = Registration.builder(NAME)
                .webhook(Webhook.of(receiver.url("/in"), Optional.empty()))
                .build();
        return node.getBean(AgentGateway.class)
                .register(node.getBean(WebhookRegistrations.class).complete(Caller.LOCAL, registration))
                .join()
                .orElseThrow();
    }

    private static void send(ConfigurableApplicationContext node, String id) {
        Message message = Message.builder(
                        id,
                        Performative.INFORM,
                        new AgentName("bot"),
                        new Recipient.ToAgent(NAME),
                        JsonNodeFactory.instance.stringNode("hello"))
                .build();
        var unused =
                node.getBean(MessageGateway.class).send(Submission.of(message)).join();
    }

    private static void awaitHandled(ConfigurableApplicationContext node, String id) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        MessageGateway messages = node.getBean(MessageGateway.class);
        while (messages.find(id).orElseThrow().status() != ReceiptStatus.HANDLED) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void hang() {
        receiver.on("/in", (exchange, post) -> {
            arrived.countDown();
            awaitLatch(over);
            exchange.sendResponseHeaders(200, -1);
        });
    }

    @Test
    void whatWasUnderWayWhenTheTimeWasUpIsPostedAgainAfterTheRestart() {
        hang();
        AgentInstance agent;
        try (ConfigurableApplicationContext node = start("10ms")) {
            agent = register(node);
            send(node, "m1");
            awaitLatch(arrived);
        }
        receiver.on("/in", 200);
        try (ConfigurableApplicationContext node = start("20s")) {
            awaitHandled(node, "m1");
            assertThat(node.getBean(AgentGateway.class).registry().find(agent.agentId()))
                    .hasValueSatisfying(again -> assertThat(again.webhook()).isEqualTo(agent.webhook()));
            assertThat(receiver.posts("/in"))
                    .extracting(post -> post.header("caxton-attempt"))
                    .containsExactly("1", "2");
        }
    }

    @Test
    void stoppingWaitsForWhatIsUnderWay() throws Exception {
        hang();
        ConfigurableApplicationContext node = start("60s");
        register(node);
        send(node, "m1");
        awaitLatch(arrived);
        send(node, "m2");
        Thread closing = new Thread(node::close);
        closing.start();
        over.countDown();
        closing.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(closing.isAlive()).isFalse();
        try (ConfigurableApplicationContext again = start("20s")) {
            awaitHandled(again, "m1");
            awaitHandled(again, "m2");
            assertThat(receiver.posts("/in"))
                    .extracting(post -> post.header("webhook-id") + " " + post.header("caxton-attempt"))
                    .containsExactlyInAnyOrder("m1 1", "m2 1");
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.caxton.spring.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.UuidV7;
import io.caxton.spring.agent.CaxtonAgent;
import io.caxton.spring.agent.OnMessage;
import io.caxton.spring.agent.RefuseMessageException;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.localstate.DiskQuota;
import io.caxton.spring.localstate.SqliteLocalState;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole application with a web server, asked over HTTP as an operator does. */
@Timeout(60)
class ObservabilityIT {
    @TempDir
    private Path dataDir;

    private final HttpClient http = HttpClient.newHttpClient();

    private ConfigurableApplicationContext start(String... properties) {
        SpringApplication application = new SpringApplication(Node.class);
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--caxton.data-dir=" + dataDir,
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.health.show-details=always"));
        arguments.addAll(List.of(properties));
        return application.run(arguments.toArray(String[]::new));
    }

    private HttpResponse<String> get(ConfigurableApplicationContext node, String path) {
        String port = node.getEnvironment().getRequiredProperty("local.server.port");
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode json(ConfigurableApplicationContext node, String path) {
        return JsonMapper.shared().readTree(get(node, path).body());
    }

    @Test
    void healthyNodeTellsWhatItHolds() {
        try (ConfigurableApplicationContext node = start()) {
            JsonNode components = json(node, "health").path("components");
            assertThat(components.path("localState").path("status").asString()).isEqualTo("UP");
            JsonNode details = components.path("localState").path("details");
            assertThat(details.path("file").asString()).endsWith("caxton.db");
            assertThat(details.path("size_bytes").longValue()).isPositive();
            assertThat(details.has("last_commit")).isTrue();
            assertThat(details.has("set_aside")).isFalse();
            assertThat(components
                            .path("delivery")
                            .path("details")
                            .path("agents")
                            .intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void nodeWithAFullDiskIsAliveButNotReadyUntilThereIsRoom() {
        try (ConfigurableApplicationContext node = start()) {
            SqliteLocalState state = node.getBean(SqliteLocalState.class);
            DiskQuota.exhaust(state);
            assertThat(send(node, "x".repeat(200_000))).isCompletedExceptionally();
            JsonNode health = json(node, "health").path("components").path("localState");
            assertThat(health.path("status").asString()).isEqualTo("DOWN");
            assertThat(health.path("details").path("reason").asString()).isEqualTo("storage_full");
            assertThat(get(node, "health/readiness").statusCode()).isEqualTo(503);
            assertThat(get(node, "health/liveness").statusCode()).isEqualTo(200);

            DiskQuota.lift(state);
            await().untilAsserted(() ->
                    assertThat(get(node, "health/readiness").statusCode()).isEqualTo(200));
            assertThat(send(node, "x".repeat(200_000)).join()).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void readinessThatTheApplicationDefinesIsLeftAlone() {
        try (ConfigurableApplicationContext node =
                start("--management.endpoint.health.group.readiness.include=readinessState")) {
            assertThat(json(node, "health/readiness").path("components").propertyNames())
                    .containsExactly("readinessState");
        }
    }

    @Test
    void damagedDatabaseThatWasPutAwayIsADetail() throws IOException {
        start().close();
        Files.writeString(dataDir.resolve("caxton.db"), "this is not a database, whatever its name says".repeat(100));
        try (ConfigurableApplicationContext node = start()) {
            JsonNode health = json(node, "health").path("components").path("localState");
            assertThat(health.path("status").asString()).isEqualTo("UP");
            assertThat(health.path("details").path("set_aside").asString()).contains("caxton.db");
        }
    }

    @Test
    void indicatorsCanBeSwitchedOff() {
        try (ConfigurableApplicationContext node =
                start("--management.health.localstate.enabled=false", "--management.health.delivery.enabled=false")) {
            assertThat(node.containsBean("localStateHealthIndicator")).isFalse();
            assertThat(node.containsBean("deliveryHealthIndicator")).isFalse();
            assertThat(get(node, "health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void infoTellsWhoTheNodeIs() {
        try (ConfigurableApplicationContext node = start("--caxton.node-id=blue-1")) {
            JsonNode info = json(node, "info").path("caxton");
            assertThat(info.path("node_id").asString()).isEqualTo("blue-1");
            assertThat(info.path("version").asString()).matches("\\d+\\..*");
            assertThat(info.path("uptime").asString()).startsWith("PT");
            assertThat(info.path("data_dir").asString()).isEqualTo(dataDir.toString());
        }
    }

    @Test
    void metricsCountWhatHappened() {
        try (ConfigurableApplicationContext node = start()) {
            MessageGateway messages = node.getBean(MessageGateway.class);
            for (Object content : List.of("good", "good", "bad")) {
                Accepted accepted = (Accepted) send(node, content).join();
                await().until(
                                () -> messages.find(accepted.message().id())
                                        .orElseThrow()
                                        .status(),
                                ReceiptStatus::isFinal);
            }
            assertThat(messages.send(Submission.of(message("nobody", "x"))).join())
                    .isNotInstanceOf(Accepted.class);

            MeterRegistry meters = node.getBean(MeterRegistry.class);
            // Three requests and the notice of the refusal.
            assertThat(meters.get("caxton.messages.accepted").counter().count()).isEqualTo(4);
            assertThat(meters.get("caxton.deliveries.delivered").counter().count())
                    .isEqualTo(3);
            assertThat(finished(meters, "handled")).isEqualTo(2);
            assertThat(finished(meters, "refused")).isEqualTo(1);
            assertThat(finished(meters, "expired")).isZero();
            assertThat(finished(meters, "dead")).isZero();
            assertThat(meters.get("caxton.routing").timer().count()).isPositive();
            assertThat(meters.get("caxton.send")
                            .tag("result", "accepted")
                            .timer()
                            .count())
                    .isEqualTo(3);
            assertThat(meters.get("caxton.send")
                            .tag("result", "rejected")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("caxton.delivery.wait").timer().count()).isEqualTo(3);
            assertThat(meters.get("caxton.mailbox.depth")
                            .tag("state", "queued")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(meters.get("caxton.agents").gauge().value()).isEqualTo(1);
            await().until(() -> meters.get("caxton.waiting.callers").gauge().value() == 1);
            assertThat(meters.get("caxton.commit").timer().count()).isPositive();
            assertThat(meters.get("caxton.commit.batch.size").summary().max()).isPositive();
            assertThat(meters.get("caxton.commit.failures").counter().count()).isZero();
        }
    }

    private static double finished(MeterRegistry meters, String outcome) {
        return meters.get("caxton.deliveries.finished")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static CompletableFuture<AcceptResult> send(ConfigurableApplicationContext node, Object content) {
        CompletableFuture<AcceptResult> sent =
                node.getBean(MessageGateway.class).send(Submission.of(message("choosy", content)));
        await().until(sent::isDone);
        return sent;
    }

    private static Message message(String receiver, Object content) {
        return Message.builder(
                        UuidV7.next(Instant.now(), new SecureRandom()),
                        Performative.REQUEST,
                        new AgentName("client"),
                        new Recipient.ToAgent(new AgentName(receiver)),
                        JsonMapper.shared().valueToTree(content))
                .build();
    }

    @CaxtonAgent(name = "choosy")
    static class Choosy {
        @OnMessage
        void handle(String content) {
            if (content.equals("bad")) {
                throw new RefuseMessageException("not this one");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    @Import(Choosy.class)
    static class Node {}
}

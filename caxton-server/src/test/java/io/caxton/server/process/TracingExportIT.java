package io.caxton.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.server.CaxtonServerApplication;
import io.caxton.server.webhook.Receiver;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.tracing.MessageTracing;
import io.micrometer.tracing.Tracer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.node.JsonNodeFactory;

/** Spans leave the node when they are asked for, and only then. */
class TracingExportIT {
    private final Receiver collector = new Receiver();

    @TempDir
    Path data;

    private ConfigurableApplicationContext start(List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--caxton.data-dir=" + data));
        arguments.addAll(more);
        return new SpringApplicationBuilder(CaxtonServerApplication.class).run(arguments.toArray(String[]::new));
    }

    private static void send(ConfigurableApplicationContext node) {
        Message message = Message.builder(
                        "m1",
                        Performative.INFORM,
                        new AgentName("bot"),
                        new Recipient.ToAgent(new AgentName("nobody")),
                        JsonNodeFactory.instance.stringNode("a secret content"))
                .build();
        var unused =
                node.getBean(MessageGateway.class).send(Submission.of(message)).join();
    }

    @Test
    void theyArePostedToTheCollectorThatThePropertiesName() {
        try (collector;
                ConfigurableApplicationContext node = start(List.of(
                        "--management.opentelemetry.enabled=true",
                        "--management.tracing.sampling.probability=1.0",
                        "--management.opentelemetry.tracing.export.schedule-delay=50ms",
                        "--management.opentelemetry.tracing.export.otlp.endpoint=" + collector.url("/v1/traces")))) {
            send(node);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (collector.posts("/v1/traces").stream()
                    .noneMatch(post -> post.body().contains("accept"))) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(5_000_000);
            }
            Receiver.Post post = collector.posts("/v1/traces").get(0);
            assertThat(post.header("Content-Type")).isEqualTo("application/x-protobuf");
            assertThat(post.body()).contains("service.name", "caxton", "messaging.message.id", "m1");
            assertThat(collector.posts("/v1/traces"))
                    .noneMatch(one -> one.body().contains("a secret content"));
        }
    }

    @Test
    void withoutBeingAskedForThereIsNoTracerAtAll() {
        try (collector;
                ConfigurableApplicationContext node = start(List.of(
                        "--management.opentelemetry.tracing.export.otlp.endpoint=" + collector.url("/v1/traces")))) {
            assertThat(node.getBeanProvider(Tracer.class).stream()).isEmpty();
            assertThat(node.getBeanProvider(MessageTracing.class).stream()).isEmpty();
            assertThat(node.getEnvironment().getProperty("management.tracing.export.enabled"))
                    .isEqualTo("false");
        }
    }
}

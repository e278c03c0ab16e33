package io.caxton.spring.peer;

import static org.awaitility.Awaitility.await;

import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.directory.CaxtonDirectoryAutoConfiguration;
import io.caxton.spring.forward.CaxtonForwardAutoConfiguration;
import io.caxton.swim.MemberStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application on Tomcat that is one of a cluster on the loopback address and answers other nodes. */
final class PeerNode implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    static final String ENCRYPTED = "caxton.cluster.encryption-keys=" + KEY;

    final ConfigurableApplicationContext context;
    final ClusterNode node;
    final Answers answers;

    private PeerNode(ConfigurableApplicationContext context) {
        this.context = context;
        this.node = context.getBean(ClusterNode.class);
        this.answers = context.getBean(Answers.class);
    }

    static PeerNode start(Path directory, String id, String... properties) {
        return start(App.class, directory, id, properties);
    }

    /** With one more configuration. */
    static PeerNode start(Class<?> more, Path directory, String id, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "caxton.data-dir=" + directory.resolve(id),
                "caxton.node-id=" + id,
                "caxton.local-state.synchronous=off",
                "caxton.cluster.enabled=true",
                "caxton.cluster.bind=127.0.0.1:0",
                "caxton.cluster.profile=local",
                "server.address=127.0.0.1",
                "server.port=0",
                "logging.level.io.caxton.spring=info"));
        all.addAll(Arrays.asList(properties));
        Map<String, String> last = new LinkedHashMap<>();
        all.forEach(property -> last.put(property.substring(0, property.indexOf('=')), "--" + property));
        return new PeerNode(
                new SpringApplication(App.class, more).run(last.values().toArray(String[]::new)));
    }

    String asSeed() {
        return "caxton.cluster.seeds=" + node.address().orElseThrow();
    }

    PeerCalls calls() {
        return context.getBean(PeerCalls.class);
    }

    String port() {
        return context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** Until it knows another node as one that is there, at the port it has now. */
    PeerNode knows(PeerNode other) {
        await().atMost(PATIENCE)
                .until(() -> node.member(other.id())
                        .filter(member -> member.status() == MemberStatus.ALIVE)
                        .flatMap(ClusterMember::http)
                        .filter(address -> address.endsWith(":" + other.port()))
                        .isPresent());
        return this;
    }

    String id() {
        return context.getEnvironment().getRequiredProperty("caxton.node-id");
    }

    byte[] ask(PeerNode other, PeerOperation operation, byte[] body) throws Exception {
        return calls().call(other.id(), operation, body).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Dies without a goodbye. */
    void kill() {
        node.close();
        context.close();
    }

    @Override
    public void close() {
        context.close();
    }

    /** A node whose clock is an hour ahead. */
    @Configuration(proxyBeanMethods = false)
    static class Ahead {
        @Bean
        InstantSource clock() {
            return InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
        }
    }

    /** What it answers to FORWARD: what it was asked, unless a test says otherwise. To REGISTRY: who asks. */
    static final class Answers {
        volatile BiFunction<String, byte[], CompletableFuture<byte[]>> forward =
                (from, body) -> CompletableFuture.completedFuture(body);

        private static PeerHandler handler(
                PeerOperation operation, BiFunction<String, byte[], CompletableFuture<byte[]>> answer) {
            return new PeerHandler() {
                @Override
                public PeerOperation operation() {
                    return operation;
                }

                @Override
                public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
                    return answer.apply(fromNode, body);
                }
            };
        }
    }

    /** Without what calls by itself: the test is to be alone. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                CaxtonDirectoryAutoConfiguration.class,
                CaxtonForwardAutoConfiguration.class
            })
    static class App {
        @Bean
        Answers answers() {
            return new Answers();
        }

        @Bean
        PeerHandler forward(Answers answers) {
            return Answers.handler(PeerOperation.FORWARD, (from, body) -> answers.forward.apply(from, body));
        }

        @Bean
        PeerHandler registry() {
            return Answers.handler(
                    PeerOperation.REGISTRY,
                    (from, body) -> CompletableFuture.completedFuture(from.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}

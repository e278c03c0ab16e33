package io.caxton.spring.cluster;

import static org.awaitility.Awaitility.await;

import io.caxton.swim.MemberStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** An application that is one of a cluster, on the loopback address. */
final class TestNode implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    final ConfigurableApplicationContext context;
    final ClusterNode node;

    private TestNode(ConfigurableApplicationContext context) {
        this.context = context;
        this.node = context.getBean(ClusterNode.class);
    }

    static TestNode start(Path dataDir, String... properties) {
        return start(WebApplicationType.NONE, dataDir, properties);
    }

    static TestNode start(WebApplicationType type, Path dataDir, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "caxton.data-dir=" + dataDir,
                "caxton.local-state.synchronous=off",
                "caxton.cluster.enabled=true",
                "caxton.cluster.bind=127.0.0.1:0",
                "caxton.cluster.profile=local",
                "server.port=0",
                "management.endpoint.health.probes.enabled=true",
                "management.endpoint.health.show-details=always",
                "logging.level.io.caxton.spring.cluster=info"));
        all.addAll(List.of(properties));
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(type);
        return new TestNode(application.run(all.stream().map(p -> "--" + p).toArray(String[]::new)));
    }

    String id() {
        return node.members().stream()
                .filter(ClusterMember::self)
                .map(ClusterMember::nodeId)
                .findFirst()
                .orElseThrow();
    }

    String address() {
        return node.address().orElseThrow().toString();
    }

    String asSeed() {
        return "caxton.cluster.seeds=" + address();
    }

    Optional<ClusterMember> member(String id) {
        return node.members().stream().filter(m -> m.nodeId().equals(id)).findFirst();
    }

    void awaitStatus(String id, MemberStatus status) {
        await(id + " " + status)
                .atMost(PATIENCE)
                .until(() -> member(id)
                        .map(ClusterMember::status)
                        .filter(status::equals)
                        .isPresent());
    }

    /** Until it sees exactly these alive. */
    void awaitAlive(String... ids) {
        await(id() + " sees " + List.of(ids)).atMost(PATIENCE).until(() -> {
            TreeSet<String> alive = new TreeSet<>();
            node.members().stream()
                    .filter(m -> m.status() == MemberStatus.ALIVE)
                    .forEach(m -> alive.add(m.nodeId()));
            return alive.equals(new TreeSet<>(List.of(ids)));
        });
    }

    void awaitState(ClusterState state) {
        await("" + state).atMost(PATIENCE).until(() -> node.status().state() == state);
    }

    Health health(String name) {
        return Objects.requireNonNull(
                context.getBean(name + "HealthIndicator", HealthIndicator.class).health());
    }

    List<ClusterEvent> events() {
        return context.getBean(Listener.class).events;
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

    /** Hears events as an application does. */
    static final class Listener {
        final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void on(ClusterEvent event) {
            events.add(event);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    @Import(Listener.class)
    static class App {}
}

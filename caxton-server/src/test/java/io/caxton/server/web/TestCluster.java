package io.caxton.server.web;

import io.caxton.server.CaxtonServerApplication;
import io.caxton.spring.cluster.ClusterNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** More servers of the cluster that a test's own server is one of, in this process; real in everything else. */
final class TestCluster implements AutoCloseable {
    private final Path directory;
    private final String seed;
    private final Map<String, ConfigurableApplicationContext> servers = new LinkedHashMap<>();

    TestCluster(Path directory, String seed) {
        this.directory = directory;
        this.seed = seed;
    }

    /** Starts a server, or starts it again with what it had; returns its port. */
    int start(String id, String... properties) {
        return start(List.of(), id, properties);
    }

    /** The same with more beans. */
    int start(List<Class<?>> more, String id, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "caxton.data-dir=" + directory.resolve(id),
                "caxton.cluster.enabled=true",
                "caxton.cluster.bind=127.0.0.1:0",
                "caxton.cluster.profile=local",
                "caxton.node-id=" + id,
                "caxton.cluster.encryption-keys=" + ClusteredApiTest.KEY,
                "caxton.cluster.seeds=" + seed));
        all.addAll(List.of(properties));
        SpringApplication application = new SpringApplication(CaxtonServerApplication.class);
        application.addPrimarySources(more);
        ConfigurableApplicationContext server =
                application.run(all.stream().map(p -> "--" + p).toArray(String[]::new));
        servers.put(id, server);
        return Integer.parseInt(Objects.requireNonNull(server.getEnvironment().getProperty("local.server.port")));
    }

    /** Where a server has its disk. */
    Path directory(String id) {
        return directory.resolve(id);
    }

    ConfigurableApplicationContext server(String id) {
        return Objects.requireNonNull(servers.get(id));
    }

    void stop(String id) {
        Objects.requireNonNull(servers.remove(id)).close();
    }

    /** Stops a server as if it had failed, as far as the others can see. */
    void kill(String id) {
        server(id).getBean(ClusterNode.class).close();
        stop(id);
    }

    @Override
    public void close() {
        servers.values().forEach(ConfigurableApplicationContext::close);
    }
}

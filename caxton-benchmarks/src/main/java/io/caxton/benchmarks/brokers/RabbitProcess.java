package io.caxton.benchmarks.brokers;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.caxton.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A RabbitMQ node, its files in the scratch directory, with an epmd that ends with it. */
public final class RabbitProcess implements AutoCloseable {
    /** What to say to those who have it not. */
    public static final String INSTALL = "Debian: apt-get install rabbitmq-server.";

    private final Path folder;
    private final Map<String, String> environment;
    private final int port;
    private ChildProcess process;

    private RabbitProcess(Path folder, Map<String, String> environment, int port) throws IOException {
        this.folder = folder;
        this.environment = environment;
        this.port = port;
        this.process = launch();
    }

    /** One by itself. */
    public static RabbitProcess start(Path scratch) throws IOException, InterruptedException {
        return cluster(scratch, 1).get(0);
    }

    /** So many that know each other. */
    public static List<RabbitProcess> cluster(Path scratch, int size) throws IOException, InterruptedException {
        Path home = Files.createDirectories(scratch.resolve("rabbit"));
        int epmd = ChildProcess.freePort();
        List<Integer> ports = new ArrayList<>();
        StringBuilder configuration = new StringBuilder();
        for (int i = 0; i < size; i++) {
            ports.add(ChildProcess.freePort());
            configuration.append(
                    "cluster_formation.classic_config.nodes.%d = %s%n".formatted(i + 1, name(ports.get(i))));
        }
        Path file = home.resolve("rabbitmq.conf");
        Files.writeString(file, size == 1 ? "" : configuration.toString());
        List<RabbitProcess> all = new ArrayList<>();
        try {
            for (int port : ports) {
                Path folder = Files.createDirectories(home.resolve("node-" + port));
                Map<String, String> environment = environment(home, folder, epmd, port);
                environment.put("RABBITMQ_CONFIG_FILE", file.toString());
                RabbitProcess rabbit = new RabbitProcess(folder, environment, port);
                all.add(rabbit);
                rabbit.awaitReady();
            }
        } catch (IOException failed) {
            for (RabbitProcess rabbit : all) {
                rabbit.close();
            }
            throw failed;
        }
        return all;
    }

    private static Map<String, String> environment(Path home, Path folder, int epmd, int port) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(epmd));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", name(port));
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(ChildProcess.freePort()));
        environment.put("RABBITMQ_MNESIA_BASE", folder.toString());
        environment.put("RABBITMQ_LOG_BASE", folder.toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put(
                "RABBITMQ_CONF_ENV_FILE", folder.resolve("no-environment").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("no-plugins").toString());
        return environment;
    }

    private static String name(int port) {
        return "caxton-benchmark-" + port + "@localhost";
    }

    private ChildProcess launch() throws IOException {
        return ChildProcess.start(List.of(program()), environment, folder.resolve("rabbit.log"));
    }

    private void awaitReady() throws IOException, InterruptedException {
        process.await(() -> {
            connect().close();
            return true;
        });
    }

    /** The program itself where Debian puts it; what is on the PATH there is a wrapper that changes the user. */
    private static String program() {
        Path itself = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
        return Files.isExecutable(itself) ? itself.toString() : "rabbitmq-server";
    }

    /** A connection that does not come back when it breaks. */
    public Connection connect() throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    /** Ends it as by kill -9. */
    public void kill() throws InterruptedException {
        process.killAll();
    }

    /** Starts one that has ended on what it left, and waits until it can be connected to. */
    public void restart() throws IOException, InterruptedException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() throws IOException {
        process.close();
        ProcessBuilder epmd = new ProcessBuilder("epmd", "-kill").redirectErrorStream(true);
        epmd.redirectOutput(ProcessBuilder.Redirect.DISCARD).environment().putAll(environment);
        try {
            epmd.start().waitFor();
        } catch (InterruptedException stopAtOnce) {
            Thread.currentThread().interrupt();
        }
    }
}

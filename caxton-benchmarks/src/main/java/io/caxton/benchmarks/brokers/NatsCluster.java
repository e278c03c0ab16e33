package io.caxton.benchmarks.brokers;

import io.caxton.benchmarks.process.ChildProcess;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** NATS servers with routes between them, without JetStream. */
public final class NatsCluster implements AutoCloseable {
    /** What to say to those who have it not. */
    public static final String INSTALL = "Debian: apt-get install nats-server.";

    private final Path folder;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> routes = new ArrayList<>();
    private final List<ChildProcess> servers = new ArrayList<>();

    private NatsCluster(Path folder, int size) throws IOException {
        this.folder = folder;
        for (int i = 0; i < size; i++) {
            ports.add(ChildProcess.freePort());
            routes.add(ChildProcess.freePort());
        }
    }

    /** Starts so many and waits until each can be connected to. */
    public static NatsCluster start(Path scratch, int size) throws IOException, InterruptedException {
        NatsCluster cluster = new NatsCluster(Files.createDirectories(scratch.resolve("nats-cluster")), size);
        try {
            for (int i = 0; i < size; i++) {
                cluster.servers.add(cluster.launch(i));
                cluster.awaitReady(i);
            }
        } catch (IOException failed) {
            cluster.close();
            throw failed;
        }
        return cluster;
    }

    private ChildProcess launch(int number) throws IOException {
        List<String> command = List.of(
                "nats-server",
                "--addr=127.0.0.1",
                "--port=" + ports.get(number),
                "--cluster_name=benchmark",
                "--cluster=nats://127.0.0.1:" + routes.get(number),
                "--routes="
                        + String.join(
                                ",",
                                routes.stream()
                                        .map(port -> "nats://127.0.0.1:" + port)
                                        .toList()));
        return ChildProcess.start(command, Map.of(), folder.resolve("nats-" + number + ".log"));
    }

    private void awaitReady(int number) throws IOException, InterruptedException {
        servers.get(number).await(() -> {
            connect(number).close();
            return true;
        });
    }

    /** A connection to this server and no other. */
    public Connection connect(int number) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server("nats://127.0.0.1:" + ports.get(number))
                .ignoreDiscoveredServers()
                .maxReconnects(0)
                .build());
    }

    /** Ends one as by kill -9. */
    public void kill(int number) throws InterruptedException {
        servers.get(number).kill();
    }

    /** Starts one again that has ended. */
    public void restart(int number) throws IOException, InterruptedException {
        servers.set(number, launch(number));
        awaitReady(number);
    }

    @Override
    public void close() throws IOException {
        for (ChildProcess server : servers) {
            server.close();
        }
    }
}

package io.caxton.benchmarks.cluster;

import io.caxton.benchmarks.process.NodeProcess;
import io.caxton.benchmarks.process.Signals;
import io.caxton.benchmarks.relay.Ports;
import io.caxton.benchmarks.relay.ProcessCallers;
import io.caxton.benchmarks.relay.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Nodes that share a key and talk to each other only through a relay. Clients talk to each node directly. A node keeps its
 * ports and its data when it is started again.
 */
public final class NodeCluster implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final List<String> command;
    private final List<String> arguments;
    private final List<Relay.Node> seats;
    private final Relay relay;
    private final String key;
    private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();
    private int lives;

    private NodeCluster(Path folder, int size, Options options) throws IOException {
        this.folder = folder;
        this.command = NodeProcess.command(
                folder, List.of("-Xmx" + options.heapMiB() + "m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        this.arguments = options.arguments();
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        this.key = Base64.getEncoder().encodeToString(bytes);
        List<Relay.Node> free = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            free.add(new Relay.Node(Ports.free(), Ports.free()));
        }
        this.seats = List.copyOf(free);
        this.relay = Relay.start(seats, new ProcessCallers(this::pids), options.seed());
    }

    /**
     * How to start nodes.
     *
     * @param heapMiB of each
     * @param seed of what chance does to the links
     * @param arguments that all nodes get
     */
    public record Options(int heapMiB, long seed, List<String> arguments) {}

    /** Starts all and waits until each knows all others. */
    public static NodeCluster start(Path folder, int size, Options options) throws IOException, InterruptedException {
        NodeCluster cluster = new NodeCluster(folder, size, options);
        try {
            for (int i = 0; i < size; i++) {
                cluster.nodes.add(cluster.launch(i));
            }
            for (NodeProcess node : cluster.nodes) {
                node.awaitReady();
            }
            cluster.awaitWhole();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException notWhole) {
            cluster.close();
            throw notWhole;
        }
    }

    private NodeProcess launch(int number) throws IOException {
        Path home = Files.createDirectories(home(number));
        List<String> whole = new ArrayList<>(arguments);
        whole.addAll(List.of(
                "--caxton.node-id=" + name(number),
                "--caxton.cluster.enabled=true",
                "--caxton.cluster.bind=127.0.0.1:" + seats.get(number).gossip(),
                "--caxton.cluster.advertise=127.0.0.1:" + relay.gossipPort(number),
                "--caxton.cluster.http-advertise=127.0.0.1:" + relay.httpPort(number),
                "--caxton.cluster.seeds="
                        + IntStream.range(0, size())
                                .mapToObj(i -> "127.0.0.1:" + relay.gossipPort(i))
                                .collect(Collectors.joining(","))));
        return NodeProcess.launch(
                home,
                seats.get(number).http(),
                home.resolve(name(number) + "-life-" + lives++ + ".log"),
                command,
                Map.of("CAXTON_CLUSTER_ENCRYPTIONKEYS", key),
                whole.toArray(String[]::new));
    }

    /** What a node is called. */
    public static String name(int number) {
        return "node-" + number;
    }

    private List<Long> pids() {
        return nodes.stream().map(node -> node.process().pid()).toList();
    }

    /** Waits until each node sees all alive. */
    public void awaitWhole() throws IOException, InterruptedException {
        for (NodeProcess node : nodes) {
            node.process()
                    .await(() -> JSON.readTree(node.get("/api/v1/cluster").body())
                                    .required("alive")
                                    .intValue()
                            == size());
        }
    }

    /** Waits until a node lists an agent of this name. */
    public void awaitListed(int number, String agentName) throws IOException, InterruptedException {
        NodeProcess node = nodes.get(number);
        node.process()
                .await(() -> !JSON.readTree(
                                node.get("/api/v1/agents?name=" + agentName).body())
                        .required("agents")
                        .isEmpty());
    }

    /** How many there are. */
    public int size() {
        return seats.size();
    }

    /** One of them, as it runs now or ran last. */
    public NodeProcess node(int number) {
        return nodes.get(number);
    }

    /** What lies between them. */
    public Relay relay() {
        return relay;
    }

    /** Ends a node as by kill -9. */
    public void kill(int number) throws InterruptedException {
        nodes.get(number).process().kill();
    }

    /** Asks a node to stop (SIGTERM) and waits until it has. */
    public void terminate(int number) throws IOException {
        nodes.get(number).close();
    }

    /** Starts a node that has ended on what it left, and waits until it is ready. */
    public void restart(int number) throws IOException, InterruptedException {
        nodes.set(number, launch(number));
        nodes.get(number).awaitReady();
    }

    /** Freezes a node (SIGSTOP). */
    public void freeze(int number) throws IOException, InterruptedException {
        Signals.send("STOP", nodes.get(number).process().pid());
    }

    /** Lets it go on. */
    public void thaw(int number) throws IOException, InterruptedException {
        Signals.send("CONT", nodes.get(number).process().pid());
    }

    /** Copies what all lives of all nodes have printed to this directory. */
    public void copyLogs(Path to) throws IOException {
        Files.createDirectories(to);
        for (int i = 0; i < size(); i++) {
            try (Stream<Path> files = Files.list(home(i))) {
                for (Path log :
                        files.filter(file -> file.toString().endsWith(".log")).toList()) {
                    Files.copy(log, to.resolve(log.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private Path home(int number) {
        return folder.resolve(name(number));
    }

    /** Ends all at once; their data has been of use. */
    @Override
    public void close() throws IOException {
        try {
            for (NodeProcess node : nodes) {
                node.process().kill();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        relay.close();
    }
}

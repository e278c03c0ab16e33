package io.caxton.benchmarks.cluster;

import io.caxton.benchmarks.process.ChildProcess;
import io.caxton.benchmarks.process.NodeProcess;
import io.caxton.benchmarks.relay.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two nodes that talk to each other directly, with a key, as users run them. */
public final class NodePair implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KEY_BYTES = 32;
    private static final int NODES = 2;

    private final List<NodeProcess> nodes = new ArrayList<>();

    private NodePair() {}

    /** Starts both and waits until each knows the other. */
    public static NodePair start(Path folder, List<String> jvmOptions) throws IOException, InterruptedException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        NodePair pair = new NodePair();
        try {
            List<String> command = NodeProcess.command(folder, jvmOptions);
            List<Integer> gossip = List.of(Ports.free(), Ports.free());
            for (int i = 0; i < NODES; i++) {
                pair.nodes.add(launch(folder, i, command, Base64.getEncoder().encodeToString(key), gossip));
            }
            for (NodeProcess node : pair.nodes) {
                node.awaitReady();
                node.process().await(() -> knowsBoth(node));
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            pair.close();
            throw failed;
        }
        return pair;
    }

    private static NodeProcess launch(Path folder, int number, List<String> command, String key, List<Integer> gossip)
            throws IOException {
        Path home = Files.createDirectories(folder.resolve("node-" + number));
        return NodeProcess.launch(
                home,
                ChildProcess.freePort(),
                home.resolve("node.log"),
                command,
                Map.of("CAXTON_CLUSTER_ENCRYPTIONKEYS", key),
                "--caxton.node-id=node-" + number,
                "--caxton.cluster.enabled=true",
                "--caxton.cluster.bind=127.0.0.1:" + gossip.get(number),
                "--caxton.cluster.profile=local",
                "--caxton.cluster.seeds=127.0.0.1:" + gossip.get(0) + ",127.0.0.1:" + gossip.get(1));
    }

    private static boolean knowsBoth(NodeProcess node) throws IOException, InterruptedException {
        JsonNode cluster = JSON.readTree(node.get("/api/v1/cluster").body());
        return cluster.required("alive").intValue() == NODES;
    }

    /** Waits until both list an agent of this name. */
    public void awaitListed(String agentName) throws IOException, InterruptedException {
        for (NodeProcess node : nodes) {
            node.process()
                    .await(() -> !JSON.readTree(
                                    node.get("/api/v1/agents?name=" + agentName).body())
                            .required("agents")
                            .isEmpty());
        }
    }

    /** The one that is measured where one alone is. */
    public NodeProcess first() {
        return nodes.get(0);
    }

    /** The other one. */
    public NodeProcess second() {
        return nodes.get(1);
    }

    /** The processor time that both have taken so far. */
    public double cpuSeconds() {
        return nodes.stream().mapToDouble(node -> node.process().cpuSeconds()).sum();
    }

    @Override
    public void close() throws IOException {
        for (NodeProcess node : nodes) {
            node.close();
        }
    }
}

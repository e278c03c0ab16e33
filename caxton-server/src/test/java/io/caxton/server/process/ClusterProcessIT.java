package io.caxton.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Servers in JVMs of their own: what the others see of one that stops, comes back, and is killed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterProcessIT {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    private Path directory;

    private final List<NodeProcess> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(NodeProcess::close);
    }

    private NodeProcess start(String id, String... more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--caxton.node-id=" + id,
                "--caxton.cluster.enabled=true",
                "--caxton.cluster.bind=127.0.0.1:0",
                "--caxton.cluster.profile=local"));
        arguments.addAll(List.of(more));
        NodeProcess node =
                NodeProcess.launch(directory.resolve(id), NodeProcess.freePort(), arguments.toArray(String[]::new));
        nodes.add(node);
        return node.awaitReady();
    }

    private static Optional<JsonNode> member(NodeProcess node, String id) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(node.get("/api/v1/cluster/members").body())
                .path("members")
                .valueStream()
                .filter(member -> member.path("node_id").asString().equals(id))
                .findFirst();
    }

    private static void awaitStatus(NodeProcess node, String id, String status) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!status.equals(
                member(node, id).map(m -> m.path("status").asString()).orElse(""))) {
            assertThat(System.nanoTime())
                    .as(id + " " + status + "; " + node.printed())
                    .isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static long epoch(NodeProcess node, String id) throws Exception {
        return Long.parseLong(member(node, id).orElseThrow().at("/tags/epoch").asString());
    }

    @Test
    void aStopIsSeenAsLeavingAndAKillAsFailingAndBothComeBackWithoutSeeds() throws Exception {
        NodeProcess a = start("a");
        String seed = member(a, "a").orElseThrow().path("address").asString();
        NodeProcess b = start("b", "--caxton.cluster.seeds=" + seed);
        assertThat(member(b, "a")).as("who is ready has joined").isPresent();
        awaitStatus(a, "b", "alive");
        long first = epoch(a, "b");

        b.stop();
        awaitStatus(a, "b", "left");
        NodeProcess again = start("b");
        awaitStatus(a, "b", "alive");
        long second = epoch(a, "b");
        assertThat(second).isGreaterThan(first);

        again.kill();
        awaitStatus(a, "b", "dead");
        NodeProcess last = start("b");
        awaitStatus(a, "b", "alive");
        awaitStatus(last, "a", "alive");
        assertThat(epoch(a, "b")).isGreaterThan(second);
    }
}

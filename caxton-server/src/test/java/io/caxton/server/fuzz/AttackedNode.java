package io.caxton.server.fuzz;

import io.caxton.server.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** A node with a small heap, in a process of its own. */
record AttackedNode(NodeProcess process, int port) implements AutoCloseable {
    /** What a node may hold on to after everything it was sent is done with: caches, compiled code, pools. */
    static final long HEAP_GROWTH = 40L << 20;

    /** Of its cluster, in base64. */
    static final String KEY = "ZmVkY2JhOTg3NjU0MzIxMA==";

    static AttackedNode start(Path folder, String... more) throws Exception {
        Path dataDir = Files.createDirectory(folder.resolve("data"));
        int port = NodeProcess.freePort();
        String[] arguments = {
            "--caxton.delivery.max-attempts=1",
            "--caxton.limits.longest-wait=200ms",
            "--caxton.link.max-mistakes=1000",
            "--caxton.retention.lost-agents=1s",
            "--caxton.delivery.lease=1h",
            "--caxton.cluster.enabled=true",
            "--caxton.cluster.bind=127.0.0.1:0",
            "--caxton.cluster.encryption-keys=" + KEY
        };
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(arguments), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        AttackedNode node = new AttackedNode(
                NodeProcess.launchWithHeap("192m", dataDir, port, all).awaitReady(), port);
        DepartedMember.comeAndGo(node.address());
        return node;
    }

    NodeAddress address() {
        return new NodeAddress(port);
    }

    String printed() {
        return process.printed();
    }

    /** Bytes of the heap that are in use after a full collection. */
    long heapAfterCollection() throws IOException, InterruptedException {
        process.collectGarbage();
        return metric("jvm.memory.used?tag=area:heap");
    }

    long metric(String name) throws IOException {
        HttpAnswer answer = address().ask(HttpText.of("GET", "/actuator/metrics/" + name));
        return new JsonMapper()
                .readTree(answer.body())
                .at("/measurements/0/value")
                .asLong();
    }

    @Override
    public void close() {
        process.close();
    }
}

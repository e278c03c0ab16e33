package io.caxton.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What an operator meets sooner or later: a full disk, a damaged file, a second process, a wrong property, a stop. */
class FaultsIT {
    private final ObjectMapper json = new ObjectMapper();
    private final int port = NodeProcess.freePort();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path dataDir;

    @BeforeEach
    void makeDataDir() throws Exception {
        dataDir = Files.createDirectory(folder.resolve("data"));
    }

    @Test
    void aFullDiskRefusesWithAReasonAndNothingAcceptedIsLost() throws Exception {
        // 6 MiB for each file of the node: enough to start, not enough for the load.
        List<String> quota = List.of("bash", "-c", "ulimit -f 6144; exec \"$@\"", "bash");
        List<String> accepted = new ArrayList<>();
        HttpResponse<String> refusal;
        try (NodeProcess node = NodeProcess.launch(quota, dataDir, port).awaitReady()) {
            register(node, "worker");
            do {
                refusal = send(node, "m" + accepted.size(), "x".repeat(20_000));
                if (refusal.statusCode() == 202) {
                    accepted.add("m" + accepted.size());
                }
            } while (refusal.statusCode() == 202 && accepted.size() < 5_000);
            assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(507);
            assertThat(json.readTree(refusal.body()).path("detail").stringValue())
                    .contains("full");
            assertThat(node.get("/api/v1/messages/m0").statusCode()).isEqualTo(200);
            assertThat(node.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            node.kill();
        }
        try (NodeProcess node = NodeProcess.launch(dataDir, port).awaitReady()) {
            for (String id : accepted) {
                assertThat(node.get("/api/v1/messages/" + id).statusCode())
                        .as(id)
                        .isEqualTo(200);
            }
            assertThat(send(node, "after", "room again").statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aDamagedFileIsSetAsideAndReportedAndTheNodeStarts() throws Exception {
        String nodeId;
        try (NodeProcess node = NodeProcess.launch(dataDir, port).awaitReady()) {
            nodeId = register(node, "worker").required("node_id").stringValue();
            send(node, "m1", "hello");
            assertThat(node.stop()).isIn(0, 143);
        }
        Path database = find(dataDir, "caxton.db");
        byte[] bytes = Files.readAllBytes(database);
        Arrays.fill(bytes, 0, Math.min(bytes.length, 8_192), (byte) 'x');
        Files.write(database, bytes);
        try (NodeProcess node = NodeProcess.launch(dataDir, port).awaitReady()) {
            assertThat(register(node, "worker").required("node_id").stringValue())
                    .isEqualTo(nodeId);
            assertThat(send(node, "m2", "hello").statusCode()).isEqualTo(202);
            assertThat(node.get("/actuator/health").body()).contains("corrupt");
            assertThat(node.printed()).contains("WARN").contains("corrupt");
        }
        try (Stream<Path> files = Files.list(dataDir)) {
            assertThat(files.map(f -> f.getFileName().toString())).anyMatch(f -> f.startsWith("caxton.db.corrupt-"));
        }
    }

    @Test
    void aSecondProcessOnTheSameDataDirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
        try (NodeProcess first = NodeProcess.launch(dataDir, port).awaitReady();
                NodeProcess second = NodeProcess.launch(dataDir, NodeProcess.freePort())) {
            assertThat(second.awaitExit()).isNotZero();
            assertThat(second.printed())
                    .contains("APPLICATION FAILED TO START")
                    .contains(dataDir.toString())
                    .contains("caxton.data-dir")
                    .doesNotContain("\tat ");
            assertThat(first.get("/actuator/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theDiskThatIsWatchedIsTheOneWithTheData() throws Exception {
        try (NodeProcess node = NodeProcess.launch(dataDir, port).awaitReady()) {
            assertThat(node.get("/actuator/health").body()).contains("\"path\":\"" + dataDir.toAbsolutePath() + "\"");
            assertThat(node.get("/actuator/prometheus").body())
                    .contains("disk_free_bytes{path=\"" + dataDir.toAbsolutePath() + "\"");
        }
    }

    @Test
    void aWrongPropertyStopsTheStartAndIsNamed() throws Exception {
        try (NodeProcess node = NodeProcess.launch(dataDir, port, "--caxton.delivery.lease=soon")) {
            assertThat(node.awaitExit()).isNotZero();
            assertThat(node.printed()).contains("caxton.delivery.lease").doesNotContain("\tat ", " WARN ");
        }
    }

    @Test
    void aStopEndsLongPollsAndKeepsEverything() throws Exception {
        String agentId;
        try (NodeProcess node = NodeProcess.launch(dataDir, port).awaitReady()) {
            agentId = register(node, "idle").required("agent_id").stringValue();
            register(node, "worker");
            String mailbox = "/api/v1/agents/" + agentId + "/messages?wait=PT60S";
            CompletableFuture<HttpResponse<String>> poll =
                    CompletableFuture.supplyAsync(() -> uncheckedGet(node, mailbox));
            assertThat(send(node, "m1", "hello").statusCode()).isEqualTo(202);
            CompletableFuture<HttpResponse<String>> sender = CompletableFuture.supplyAsync(() -> uncheckedAsk(node));
            awaitWaiting(node);
            assertThat(node.stop()).isIn(0, 143);
            assertThat(poll.get().statusCode()).isEqualTo(200);
            assertThat(sender.get().statusCode()).isEqualTo(503);
            assertThat(sender.get().body()).contains("urn:caxton:problem:stopping", "message_id");
        }
        try (NodeProcess node = NodeProcess.launch(dataDir, port).awaitReady()) {
            assertThat(node.get("/api/v1/messages/m1").body()).contains("\"queued\"");
            assertThat(node.get("/api/v1/agents/" + agentId).statusCode()).isEqualTo(200);
        }
    }

    private void awaitWaiting(NodeProcess node) throws Exception {
        while (!node.get("/actuator/prometheus").body().contains("caxton_waiting_callers 2.0")) {
            Thread.onSpinWait();
        }
    }

    private static HttpResponse<String> uncheckedGet(NodeProcess node, String path) {
        try {
            return node.get(path);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> uncheckedAsk(NodeProcess node) {
        try {
            return node.post(
                    "/api/v1/messages?wait=PT60S",
                    "{\"performative\":\"request\",\"sender\":\"client\",\"receiver\":\"worker\"}");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode register(NodeProcess node, String name) throws Exception {
        HttpResponse<String> response = node.post("/api/v1/agents", "{\"name\":\"" + name + "\",\"lease\":\"PT1H\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json.readTree(response.body());
    }

    private static HttpResponse<String> send(NodeProcess node, String id, String content) throws Exception {
        String body = "{\"message_id\":\"" + id
                + "\",\"performative\":\"inform\",\"sender\":\"client\",\"receiver\":\"worker\",\"content\":\""
                + content + "\"}";
        return node.post("/api/v1/messages", body);
    }

    private static Path find(Path folder, String name) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

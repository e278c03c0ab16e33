package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.request.RequestJson;
import io.caxton.server.CaxtonServerApplication;
import io.caxton.spring.gateway.WaitingRoom;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A node that stops while models wait, and comes back. */
class StoppingTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final HttpClient client = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext start(Path data) {
        return SpringApplication.run(CaxtonServerApplication.class, "--server.port=0", "--caxton.data-dir=" + data);
    }

    private CompletableFuture<String> receive(ConfigurableApplicationContext node, int seconds) {
        String port = node.getEnvironment().getProperty("local.server.port");
        String body = "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'message_receive',"
                + "'arguments':{'agent':'sleeper','wait_seconds':" + seconds + "}}}";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(McpTest.quoted(body)))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }

    private static String agentId(String body) {
        return RequestJson.mapper(1 << 20)
                .readTree(body)
                .at("/result/structuredContent/agent_id")
                .asString();
    }

    @Test
    void waitingCallsEndWithNothingAndTheNameKeepsItsRegistration(@TempDir Path data) {
        CompletableFuture<String> waiting;
        try (ConfigurableApplicationContext node = start(data)) {
            waiting = receive(node, 60);
            WaitingRoom room = node.getBean(WaitingRoom.class);
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (room.size() == 0) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(5_000_000);
            }
        }
        String body = waiting.join();
        assertThat(body).contains("\"messages\":[]");
        try (ConfigurableApplicationContext node = start(data)) {
            assertThat(agentId(receive(node, 0).join())).isNotBlank().isEqualTo(agentId(body));
        }
    }
}

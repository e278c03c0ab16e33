package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.CaxtonServerApplication;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** What clients of a link and of a stream are told when their node stops. */
class StoppingTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private int port;

    @Test
    void everyoneIsToldBeforeTheNodeStops() throws Exception {
        ConfigurableApplicationContext node = SpringApplication.run(
                CaxtonServerApplication.class,
                "--server.port=0",
                "--caxton.data-dir=target/test-node-" + UUID.randomUUID());
        HttpResponse<InputStream> stream;
        LinkClient link;
        try (node) {
            port = Integer.parseInt(node.getEnvironment().getRequiredProperty("local.server.port"));
            link = LinkClient.open(port, register("linked"));
            link.next("welcome");
            stream = HTTP.send(
                    HttpRequest.newBuilder(uri("/api/v1/agents/" + register("streamed") + "/stream"))
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
        }
        assertThat(link.next("goodbye").path("reason").asString()).isEqualTo("stopping");
        assertThat(link.closeCode()).isEqualTo(1001);
        String all = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(all)
                .startsWith("retry: ")
                .endsWith("\n\n: stopping: the node stops; connect again later or elsewhere\n\n");
    }

    private String register(String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/agents"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                .build();
        String body = HTTP.send(request, BodyHandlers.ofString()).body();
        return JsonMapper.shared().readTree(body).required("agent_id").asString();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}

package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every bound on a request, on both sides of its edge, as docs/operations.md lists them. */
class RequestLimitsApiTest extends ApiTest {
    private static final String AGENTS = "/api/v1/agents";

    @Test
    void nesting() {
        String name = newName();
        register(name);
        accepted("bi-bot", name, ",'content':" + nested(199));
        post("/api/v1/messages", message("bi-bot", name, ",'content':" + nested(200)))
                .expectProblem(400, "malformed-json");
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void numbers() {
        String name = newName();
        register(name);
        accepted("bi-bot", name, ",'content':" + "9".repeat(1_000));
        post("/api/v1/messages", message("bi-bot", name, ",'content':" + "9".repeat(1_001)))
                .expectProblem(400, "malformed-json");
    }

    @Test
    void ids() {
        String name = newName();
        register(name);
        accepted("bi-bot", name, ",'message_id':'" + newName() + "x".repeat(100) + "'");
        String longest = newName() + "-";
        accepted("bi-bot", name, ",'conversation_id':'" + longest + "y".repeat(128 - longest.length()) + "'");
        post(
                        "/api/v1/messages",
                        message(
                                "bi-bot",
                                name,
                                ",'conversation_id':'" + longest + "y".repeat(129 - longest.length()) + "'"))
                .expectInvalid("conversation_id");
    }

    @Test
    void batches() {
        String name = newName();
        Answer most = post("/api/v1/messages/batch", batch(name, 1_000)).expect(202);
        assertThat(most.body().path("results").size()).isEqualTo(1_000);
        post("/api/v1/messages/batch", batch(name, 1_001)).expectInvalid("messages");
    }

    private static String batch(String name, int size) {
        return "{'messages':[" + String.join(",", Collections.nCopies(size, message("bi-bot", name))) + "]}";
    }

    @Test
    void pages() {
        get(AGENTS + "?limit=1000").expect(200);
        get(AGENTS + "?limit=1001").expectInvalid("limit");
        get("/api/v1/dead-letters?limit=1000").expect(200);
        get("/api/v1/dead-letters?limit=1001").expectInvalid("limit");
    }

    @Test
    void numberOfHeaders() {
        // Host and Connection are two of them.
        assertThat(RawHttp.request(port, "GET", AGENTS, headers(98))).startsWith("HTTP/1.1 200");
        assertThat(RawHttp.request(port, "GET", AGENTS, headers(99)))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
    }

    private static String[] headers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "X-" + i + ": x").toArray(String[]::new);
    }

    @Test
    void sizeOfHeaders() {
        List<String> headers = new ArrayList<>(Collections.nCopies(15, "X: " + "x".repeat(1_000)));
        assertThat(RawHttp.request(port, "GET", AGENTS, headers.toArray(String[]::new)))
                .startsWith("HTTP/1.1 200");
        headers.addAll(Collections.nCopies(2, "X: " + "x".repeat(1_000)));
        assertThat(RawHttp.request(port, "GET", AGENTS, headers.toArray(String[]::new)))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("<html", "Tomcat");
    }

    @Test
    void headersOfAMessage() {
        String name = newName();
        register(name);
        accepted("bi-bot", name, ",'headers':{" + pairs(32) + "}");
        post("/api/v1/messages", message("bi-bot", name, ",'headers':{" + pairs(33) + "}"))
                .expectInvalid("headers");
    }

    private static String pairs(int count) {
        return String.join(
                ",", IntStream.range(0, count).mapToObj(i -> "'k" + i + "':'v'").toList());
    }
}

package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.CaxtonServerApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks JSON-RPC over HTTP to a real server. JSON in tests is written with single quotes. */
@SpringBootTest(
        classes = CaxtonServerApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "caxton.data-dir=target/test-node-${random.uuid}",
            "caxton.delivery.initial-backoff=5ms",
            "caxton.limits.max-content-size=64KB",
            "caxton.limits.max-page=50",
            "caxton.limits.longest-wait=20s"
        })
abstract class McpTest {
    static final JsonMapper JSON = OwnJson.mapper();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @LocalServerPort
    int port;

    /** An answer; its body is missing where there was none. */
    record Answer(HttpResponse<String> response, JsonNode body) {
        int status() {
            return response.statusCode();
        }

        String text(String pointer) {
            return body.at(pointer).asString();
        }

        Answer expect(int status) {
            assertThat(status()).as(response.body()).isEqualTo(status);
            assertThat(response.body()).doesNotContain("java.", "Exception", "stackTrace", "<html");
            return this;
        }

        /** The result of a request that succeeded. */
        JsonNode result() {
            expect(200);
            assertThat(body.has("error")).as(response.body()).isFalse();
            return body.required("result");
        }

        Answer expectError(int status, int code) {
            expect(status);
            assertThat(body.at("/error/code").asInt()).as(response.body()).isEqualTo(code);
            assertThat(text("/error/message")).isNotBlank();
            assertThat(text("/jsonrpc")).isEqualTo("2.0");
            return this;
        }

        Answer expectProblem(int status, String type) {
            expect(status);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(text("/type")).isEqualTo("urn:caxton:problem:" + type);
            return this;
        }
    }

    /** What a tool answered. */
    record Outcome(JsonNode result) {
        /** The structured content of a call that succeeded; its text says the same. */
        JsonNode done() {
            assertThat(result.path("isError").asBoolean()).as(result.toString()).isFalse();
            JsonNode content = result.required("structuredContent");
            assertThat(JSON.readTree(result.at("/content/0/text").asString())).isEqualTo(content);
            return content;
        }

        /** The problem of a call that failed. */
        JsonNode problem(String type) {
            assertThat(result.path("isError").asBoolean()).as(result.toString()).isTrue();
            assertThat(result.has("structuredContent")).isFalse();
            JsonNode problem = JSON.readTree(result.at("/content/0/text").asString());
            assertThat(problem.path("type").asString()).isEqualTo("urn:caxton:problem:" + type);
            assertThat(problem.path("detail").asString()).isNotBlank();
            return problem;
        }

        /** A call with these arguments wrong and no others. */
        void wrong(String... fields) {
            JsonNode problem = problem("invalid-request");
            assertThat(problem.path("errors")
                            .valueStream()
                            .map(e -> e.path("field").asString()))
                    .as(problem.toString())
                    .containsExactlyInAnyOrder(fields);
            assertThat(problem.path("errors")
                            .valueStream()
                            .map(e -> e.path("reason").asString()))
                    .allSatisfy(reason -> assertThat(reason).isNotBlank());
        }
    }

    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    static String newName() {
        return "model-" + NAMES.incrementAndGet();
    }

    HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
                .timeout(PATIENCE)
                .header("Accept", "application/json, text/event-stream");
    }

    HttpRequest.Builder post(String body) {
        return request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(quoted(body)));
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            return read(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer read(HttpResponse<String> response) {
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(response, json ? JSON.readTree(response.body()) : JSON.missingNode());
    }

    static String message(String method, String params) {
        return "{'jsonrpc':'2.0','id':7,'method':'" + method + "','params':" + params + "}";
    }

    Answer rpc(String method, String params) {
        return send(post(message(method, params)));
    }

    /** Posts to another door of the same node. */
    Answer sendToApi(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(quoted(body))));
    }

    private static String call(String tool, String arguments) {
        return message("tools/call", "{'name':'" + tool + "','arguments':" + arguments + "}");
    }

    /** Calls a tool at revision 2025-11-25. */
    Outcome tool(String name, String arguments) {
        return new Outcome(send(post(call(name, arguments)).header("MCP-Protocol-Version", "2025-11-25"))
                .result());
    }

    CompletableFuture<Outcome> toolAsync(String name, String arguments) {
        return CLIENT.sendAsync(post(call(name, arguments)).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Outcome(read(response).result()));
    }
}

package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.request.RequestJson;
import io.caxton.server.CaxtonServerApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a real server over HTTP. JSON in tests is written with single quotes. */
@SpringBootTest(
        classes = CaxtonServerApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "caxton.data-dir=target/test-node-${random.uuid}",
            "caxton.delivery.max-mailbox-depth=" + ApiTest.MAX_DEPTH,
            "caxton.delivery.max-attempts=" + ApiTest.MAX_ATTEMPTS,
            "caxton.delivery.initial-backoff=5ms",
            "caxton.conversation.max-messages=" + ApiTest.MAX_MESSAGES
        })
public abstract class ApiTest {
    protected static final int MAX_DEPTH = 60;
    protected static final int MAX_MESSAGES = 200;
    protected static final int MAX_ATTEMPTS = 2;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @LocalServerPort
    protected int port;

    /** An answer; its body is null where there was none. */
    protected record Answer(HttpResponse<String> response, JsonNode body) {
        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text(String pointer) {
            return body.at(pointer).asString();
        }

        public List<String> texts(String listPointer, String field) {
            return body.at(listPointer)
                    .valueStream()
                    .map(item -> item.path(field).asString())
                    .toList();
        }

        public Answer expect(int status) {
            assertThat(status()).as(response.body()).isEqualTo(status);
            return this;
        }

        /** A problem as RFC 9457 wants it, of this status and type. */
        public Answer expectProblem(int status, String type) {
            expect(status);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(text("/type")).isEqualTo("urn:caxton:problem:" + type);
            assertThat(body.path("status").intValue()).isEqualTo(status);
            assertThat(text("/title")).isNotBlank();
            assertThat(text("/detail")).isNotBlank();
            assertThat(body.has("instance")).isTrue();
            assertThat(body.path("errors").isArray()).isTrue();
            assertThat(response.body()).doesNotContain("java.", "Exception", "<html");
            return this;
        }

        public Answer expectInvalid(String... fields) {
            expectProblem(400, "invalid-request");
            assertThat(texts("/errors", "field")).containsExactlyInAnyOrder(fields);
            return this;
        }
    }

    protected static String quoted(String json) {
        return json.replace('\'', '"');
    }

    protected static String newName() {
        return "agent-" + NAMES.incrementAndGet();
    }

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    protected static Answer send(HttpRequest.Builder request) {
        try {
            return read(CLIENT.send(request.build(), ApiTest::body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The text; of a stream, which has no end, none. */
    private static HttpResponse.BodySubscriber<String> body(HttpResponse.ResponseInfo head) {
        boolean endless = head.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        return endless ? new Leaving() : HttpResponse.BodyHandlers.ofString().apply(head);
    }

    /** Takes nothing of a body and hangs up; what becomes of the connection then is no concern of the answer. */
    private static final class Leaving implements HttpResponse.BodySubscriber<String> {
        @Override
        public CompletionStage<String> getBody() {
            return CompletableFuture.completedFuture("");
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> part) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    protected static CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(ApiTest::read);
    }

    private static Answer read(HttpResponse<String> response) {
        JsonMapper mapper = RequestJson.mapper(1 << 26);
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(response, json ? mapper.readTree(response.body()) : mapper.missingNode());
    }

    protected HttpRequest.Builder json(String method, String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(quoted(body)));
    }

    protected Answer get(String path) {
        return send(request(path));
    }

    protected Answer post(String path, String body) {
        return send(json("POST", path, body));
    }

    protected Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    protected Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Registers an instance and returns its id. */
    protected String register(String name, String... more) {
        return post("/api/v1/agents", "{'name':'" + name + "'" + String.join("", more) + "}")
                .expect(201)
                .text("/agent_id");
    }

    /** Asks another server. */
    protected <T> T at(int otherPort, Supplier<T> ask) {
        int home = port;
        port = otherPort;
        try {
            return ask.get();
        } finally {
            port = home;
        }
    }

    protected static String message(String sender, String receiver, String... more) {
        return "{'performative':'request','sender':'" + sender + "','receiver':'" + receiver + "'"
                + String.join("", more) + "}";
    }

    /** Sends a message and returns its id. */
    protected String accepted(String sender, String receiver, String... more) {
        return post("/api/v1/messages", message(sender, receiver, more))
                .expect(202)
                .text("/message_id");
    }

    /** Asks again and again; fails after a minute. */
    protected static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    protected static String mailbox(String agentId) {
        return "/api/v1/agents/" + agentId + "/messages";
    }
}

package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.request.RequestJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent at the other end of a link. JSON is written with single quotes. */
final class LinkClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = RequestJson.mapper(1 << 26);
    private static final long PATIENCE_SECONDS = 60;

    private final LinkedBlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final List<JsonNode> passed = new ArrayList<>();
    private final StringBuilder parts = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private LinkClient(String base, String agentId, String protocol, String key) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (!protocol.isEmpty()) {
            builder.subprotocols(protocol);
        }
        if (!key.isEmpty()) {
            builder.header("Authorization", "Bearer " + key);
        }
        socket = builder.buildAsync(URI.create(base + "/api/v1/agents/" + agentId + "/link"), this)
                .join();
    }

    static LinkClient open(int port, String agentId) {
        return new LinkClient("ws://127.0.0.1:" + port, agentId, "caxton.v1", "");
    }

    /** With the key of somebody. */
    static LinkClient open(int port, String agentId, String key) {
        return new LinkClient("ws://127.0.0.1:" + port, agentId, "caxton.v1", key);
    }

    WebSocket socket() {
        return socket;
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        parts.append(part);
        if (last) {
            heard.add(JSON.readTree(parts.toString()));
            parts.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.completeExceptionally(failure);
    }

    /** Sends one frame. */
    LinkClient say(String json) {
        return sayRaw(json.replace('\'', '"'));
    }

    LinkClient sayRaw(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    void sayBinary() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();
    }

    /** The next frame of this type; earlier ones of other types are passed over. */
    JsonNode next(String type) {
        return next(frame -> frame.path("type").asString().equals(type), type);
    }

    JsonNode next(Predicate<JsonNode> wanted, String what) {
        try {
            while (true) {
                JsonNode frame = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(frame)
                        .as("a frame: %s; heard before: %s", what, passed)
                        .isNotNull();
                if (wanted.test(frame)) {
                    return frame;
                }
                passed.add(frame);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What was heard and not asked for yet. */
    List<JsonNode> rest() {
        List<JsonNode> rest = new ArrayList<>();
        heard.drainTo(rest);
        return rest;
    }

    /** The code of the close frame, once it comes. */
    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
    }
}

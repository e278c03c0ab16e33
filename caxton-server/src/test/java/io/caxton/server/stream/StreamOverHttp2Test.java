package io.caxton.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.web.ApiTest;
import java.nio.CharBuffer;
import org.apache.hc.client5.http.async.methods.AbstractCharResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.H2AsyncClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Streams, and requests beside them, on one connection. */
@TestPropertySource(properties = "caxton.stream.heartbeat=50ms")
class StreamOverHttp2Test extends ApiTest {
    private final String name = newName();

    @Autowired
    @SuppressWarnings("NullAway.Init") // set before each test
    private Streams streams;

    /** What has come so far. */
    private static final class Text extends AbstractCharResponseConsumer<String> {
        private final StringBuilder text = new StringBuilder();
        private volatile String soFar = "";

        @Override
        protected void start(HttpResponse response, @Nullable ContentType type) {
            soFar = response.getVersion() + " " + response.getCode();
            text.append(soFar);
        }

        @Override
        protected int capacityIncrement() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void data(CharBuffer source, boolean endOfStream) {
            text.append(source);
            source.position(source.limit());
            soFar = text.toString();
        }

        @Override
        protected String buildResult() {
            return soFar;
        }

        @Override
        public void releaseResources() {
            // Nothing is held.
        }
    }

    private Text open(CloseableHttpAsyncClient client, String agent) {
        Text text = new Text();
        var unused = client.execute(
                AsyncRequestBuilder.get("http://127.0.0.1:" + port + "/api/v1/agents/" + agent + "/stream")
                        .build(),
                text,
                null);
        return text;
    }

    @Test
    void messagesComeAndAClientThatGoesIsNoticed() {
        String agent = register(name);
        String otherName = newName();
        String other = register(otherName);
        CloseableHttpAsyncClient client = H2AsyncClientBuilder.create().build();
        try {
            client.start();
            Text first = open(client, agent);
            Text second = open(client, other);
            String message = accepted("bi-bot", name);
            String toOther = accepted("bi-bot", otherName);
            await(() -> first.soFar.contains(message) && second.soFar.contains(toOther));
            assertThat(first.soFar).startsWith("HTTP/2.0 200");
            await(() -> first.soFar.contains("heartbeat"));
            assertThat(streams.size()).isEqualTo(2);
        } finally {
            client.close(CloseMode.IMMEDIATE);
        }
        await(() -> streams.size() == 0);
    }
}

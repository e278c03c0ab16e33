package io.caxton.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.server.stream.SseClient.Event;
import io.caxton.server.web.ApiTest;
import io.caxton.spring.gateway.FeedSink;
import io.caxton.spring.gateway.Feeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "caxton.stream.heartbeat=50ms",
            "caxton.stream.send-timeout=500ms",
            "caxton.stream.max-buffered=1MB",
            // So that only a cut ends what a client does not take.
            "server.tomcat.connection-timeout=1h"
        })
class StreamTest extends ApiTest {
    /** A sink that breaks its contract, so that whoever replaces it cannot begin. */
    private static final FeedSink BROKEN = new FeedSink() {
        @Override
        public void deliver(List<Leased> leased) {}

        @Override
        public void ended(End reason) {
            throw new IllegalStateException("on purpose");
        }
    };

    private final List<SseClient> clients = new ArrayList<>();
    private final String name = newName();

    @Autowired
    private Streams streams;

    @Autowired
    @SuppressWarnings("NullAway.Init") // set before each test
    private Feeds feeds;

    @Autowired
    @SuppressWarnings("NullAway.Init") // set before each test
    private ServletWebServerApplicationContext server;

    @AfterEach
    void closeAll() {
        clients.forEach(SseClient::close);
        await(() -> streams.size() == 0 && inProgress() == 0);
    }

    /** Responses that the container has not ended. */
    private long inProgress() {
        Tomcat tomcat = ((TomcatWebServer) Objects.requireNonNull(server.getWebServer())).getTomcat();
        return ((StandardContext) tomcat.getHost().findChildren()[0]).getInProgressAsyncCount();
    }

    private SseClient stream(String agentId, String query, String... headers) {
        SseClient client = new SseClient(port, "/api/v1/agents/" + agentId + "/stream" + query, headers);
        clients.add(client);
        return client;
    }

    private void ack(String agentId, String messageId) {
        post(mailbox(agentId) + "/" + messageId + "/ack").expect(204);
    }

    @Test
    void messagesComeAsTheyAreSent() {
        String agent = register(name);
        String before = accepted("bi-bot", name, ",'content':{'n':1.50}");
        SseClient client = stream(agent, "");
        assertThat(client.head()).contains("200").contains("text/event-stream").contains("no-store");
        Event first = client.next();
        assertThat(first.messageId()).isEqualTo(before);
        assertThat(first.data().at("/content/n").toString()).isEqualTo("1.50");
        assertThat(first.data().at("/lease/attempt").intValue()).isEqualTo(1);
        String after = accepted("bi-bot", name);
        assertThat(client.next().messageId()).isEqualTo(after);
        ack(agent, before);
        ack(agent, after);
        assertThat(get("/api/v1/messages/" + after).text("/status")).isEqualTo("handled");
    }

    @Test
    void noMoreIsUnacknowledgedThanAllowed() {
        String agent = register(name, ",'max_in_flight':3");
        for (int i = 0; i < 6; i++) {
            accepted("bi-bot", name);
        }
        SseClient client = stream(agent, "?max_in_flight=2");
        String first = client.next().messageId();
        client.next();
        assertThat(get("/api/v1/agents/" + agent).status()).isEqualTo(200);
        assertThat(nextComment(client)).isEqualTo("heartbeat");
        ack(agent, first);
        client.next();
        SseClient wide = stream(agent, "?max_in_flight=500");
        // Two are in the client's hands already.
        wide.next();
        assertThat(nextComment(wide)).isEqualTo("heartbeat");
    }

    /** The next block must be a comment: an event in between would be one too many. */
    private static String nextComment(SseClient client) {
        Event next = client.nextBlock();
        while (!next.id().isEmpty() && next.data().isMissingNode()) {
            next = client.nextBlock();
        }
        assertThat(next.data().isMissingNode()).isTrue();
        return next.comment();
    }

    @Test
    void whoComesBackGetsWhatItCanNotHaveSeenAndNothingElse() {
        String agent = register(name, ",'max_in_flight':10");
        SseClient cut = stream(agent, "");
        String seen = accepted("bi-bot", name);
        Event last = cut.next();
        assertThat(last.messageId()).isEqualTo(seen);
        String unseenFirst = accepted("bi-bot", name, ",'priority':'low'");
        String unseenSecond = accepted("bi-bot", name, ",'priority':'critical'");
        await(() -> get("/api/v1/messages/" + unseenSecond).text("/status").equals("delivered"));
        cut.close();
        SseClient again = stream(agent, "", "Last-Event-ID: " + last.id());
        Event first = again.next();
        assertThat(first.messageId()).isEqualTo(unseenFirst);
        assertThat(first.data().at("/lease/attempt").intValue()).isEqualTo(1);
        assertThat(again.next().messageId()).isEqualTo(unseenSecond);
        String fresh = accepted("bi-bot", name);
        assertThat(again.next().messageId()).isEqualTo(fresh);
        ack(agent, unseenFirst);
    }

    @Test
    void aStreamThatWasCutBeforeItsFirstEventGoesOnToo() {
        String agent = register(name);
        SseClient cut = stream(agent, "");
        String id = cut.nextBlock().id();
        String lost = accepted("bi-bot", name);
        await(() -> get("/api/v1/messages/" + lost).text("/status").equals("delivered"));
        cut.close();
        assertThat(stream(agent, "", "Last-Event-ID: " + id).next().messageId()).isEqualTo(lost);
    }

    @Test
    void theNewestStreamWins() {
        String agent = register(name);
        SseClient old = stream(agent, "");
        old.nextBlock();
        SseClient fresh = stream(agent, "");
        fresh.nextBlock();
        Event end = old.nextBlock();
        while (end.comment().equals("heartbeat")) {
            end = old.nextBlock();
        }
        assertThat(end.comment()).startsWith("replaced: ");
        old.readToEnd();
        String id = accepted("bi-bot", name);
        assertThat(fresh.next().messageId()).isEqualTo(id);
    }

    @Test
    void aFailureWhileAStreamBeginsEndsItInOrder() {
        String agent = register(name);
        feeds.open(agent, BROKEN);
        SseClient client = stream(agent, "");
        client.nextBlock();
        assertThat(client.nextBlock().comment()).startsWith("failed: ");
        client.readToEnd();
    }

    @Test
    void aStreamEndsWhenItsInstanceIsRemoved() {
        String agent = register(name);
        SseClient client = stream(agent, "");
        client.nextBlock();
        delete("/api/v1/agents/" + agent).expect(204);
        client.readToEnd();
    }

    @Test
    void anOpenStreamKeepsItsInstanceAlive() {
        String agent = register(name, ",'lease':'PT1S'");
        stream(agent, "").nextBlock();
        String first = get("/api/v1/agents/" + agent).text("/lease_expires_at");
        await(() -> !get("/api/v1/agents/" + agent).text("/lease_expires_at").equals(first));
        assertThat(get("/api/v1/agents/" + agent).text("/status")).isEqualTo("ready");
    }

    @Test
    void whoHangsUpIsNoticed() {
        String agent = register(name);
        SseClient client = stream(agent, "");
        client.nextBlock();
        assertThat(streams.size()).isEqualTo(1);
        client.close();
        await(() -> streams.size() == 0);
    }

    @Test
    void whoReadsNothingIsClosedAndTheRestIsNotLost() {
        String agent = register(name, ",'max_in_flight':1000");
        String large = ",'content':'" + "x".repeat(900_000) + "'";
        stream(agent, "").nextBlock();
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            all.add(accepted("bi-bot", name, large));
        }
        // The client has not hung up, and still the container keeps nothing of it.
        await(() -> streams.size() == 0 && inProgress() == 0);
        SseClient again = stream(agent, "", "Last-Event-ID: 0.000000000-critical-0");
        Set<String> received = new HashSet<>();
        while (received.size() < all.size()) {
            String id = again.next().messageId();
            received.add(id);
            ack(agent, id);
        }
        assertThat(received).isEqualTo(all);
    }

    @Test
    void wrongRequestsAreRefusedBeforeTheStreamBegins() {
        String agent = register(name);
        String path = "/api/v1/agents/" + agent + "/stream";
        get(path + "?max_in_flight=0").expectInvalid("max_in_flight");
        get(path + "?max=1").expectInvalid("max_in_flight");
        send(request(path).header("Last-Event-ID", "seven")).expectInvalid("Last-Event-ID");
        send(request(path).header("Last-Event-ID", "1.000000000-most-1")).expectInvalid("Last-Event-ID");
        get("/api/v1/agents/none/stream").expectProblem(404, "no-such-agent");
    }
}

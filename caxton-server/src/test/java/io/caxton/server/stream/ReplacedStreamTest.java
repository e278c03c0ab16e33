package io.caxton.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.stream.SseClient.Event;
import io.caxton.server.web.ApiTest;
import io.caxton.spring.localstate.SqliteLocalState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A stream takes over from another of its instance without handing a message out twice. */
@TestPropertySource(properties = "caxton.stream.max-buffered=1MB")
class ReplacedStreamTest extends ApiTest {
    private static final int LARGE = 20;
    private static final int SAMPLES = 5;

    private final List<SseClient> clients = new ArrayList<>();
    private final String name = newName();

    @Autowired
    @SuppressWarnings("NullAway.Init") // set before each test
    private SqliteLocalState state;

    @AfterEach
    void closeAll() {
        clients.forEach(SseClient::close);
    }

    private SseClient stream(String agentId, String... headers) {
        SseClient client = new SseClient(port, "/api/v1/agents/" + agentId + "/stream", headers);
        clients.add(client);
        return client;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Occupies the writer until the second latch opens. */
    private void block(CountDownLatch begun, CountDownLatch end) {
        var unused = state.write(tx -> {
            begun.countDown();
            await(end);
            return true;
        });
    }

    @Test
    void whatIsBeingLeasedForTheOlderOneComesOnceOverTheNewer() {
        String agent = register(name);
        SseClient old = stream(agent);
        String before = old.nextBlock().id();
        // So that it is known to have credit.
        String earlier = accepted("bi-bot", name);
        assertThat(old.next().messageId()).isEqualTo(earlier);
        post(mailbox(agent) + "/" + earlier + "/ack").expect(204);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch leased = new CountDownLatch(1);
        CountDownLatch gather = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        block(begun, gather);
        await(begun);
        var sending = sendAsync(json("POST", "/api/v1/messages", message("bi-bot", name)));
        await(() -> state.waitingWorks() == 1);
        block(leased, commit);
        gather.countDown();
        await(leased);
        // The message is leased for the older stream in a transaction that has not ended.
        SseClient fresh = stream(agent, "Last-Event-ID: " + before);
        fresh.nextBlock();
        await(() -> state.waitingWorks() >= 2);
        commit.countDown();
        String id = sending.join().expect(202).text("/message_id");
        Event first = fresh.next();
        assertThat(first.messageId()).isEqualTo(id);
        assertThat(first.data().at("/lease/attempt").intValue())
                .as("nobody has seen it before")
                .isEqualTo(1);
        String after = accepted("bi-bot", name);
        assertThat(fresh.next().messageId()).isEqualTo(after);
    }

    @Test
    void whatTheOlderOneHasNotWrittenComesOverTheNewerAlone() {
        String agent = register(name, ",'max_in_flight':1000");
        SseClient old = stream(agent);
        String before = old.nextBlock().id();
        Set<String> all = new HashSet<>();
        for (int i = 0; i < LARGE; i++) {
            all.add(accepted("bi-bot", name, ",'content':'" + "x".repeat(900_000) + "'"));
        }
        Set<String> handed = handedOutToOneWhoReadsNothing(all);
        assertThat(handed).hasSizeBetween(2, LARGE - 1);
        SseClient fresh = stream(agent, "Last-Event-ID: " + before);
        fresh.nextBlock();
        assertThat(old.restOfMessages()).hasSizeLessThan(handed.size());
        List<String> received = new ArrayList<>();
        while (received.size() < LARGE) {
            received.add(fresh.next().messageId());
            post(mailbox(agent) + "/" + received.get(received.size() - 1) + "/ack")
                    .expect(204);
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(all);
    }

    /** What is handed out when nothing more is. */
    private Set<String> handedOutToOneWhoReadsNothing(Set<String> all) {
        Set<String> handed = new HashSet<>();
        for (int same = 0; same < SAMPLES || handed.isEmpty(); same++) {
            Set<String> now = new HashSet<>(all);
            now.removeIf(id -> !get("/api/v1/messages/" + id).text("/status").equals("delivered"));
            same = now.equals(handed) ? same : 0;
            handed = now;
        }
        return handed;
    }
}

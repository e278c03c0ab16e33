package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Messages between servers of one cluster, over REST. */
class ClusterMessagesApiTest extends ClusteredApiTest {
    private static final String AGENTS = "/api/v1/agents/";
    private static final String MESSAGES = "/api/v1/messages/";

    private void awaitKnown(String agentId) {
        await(() -> get(AGENTS + agentId).status() == 200);
    }

    private List<String> take(int at, String agentId) {
        return at(at, () -> get(AGENTS + agentId + "/messages?max=100&wait=PT1S"))
                .expect(200)
                .texts("/messages", "message_id");
    }

    private void ack(int at, String agentId, String messageId) {
        at(at, () -> post(AGENTS + agentId + "/messages/" + messageId + "/ack")).expect(204);
    }

    private void awaitStatus(String messageId, String status) {
        await(() -> get(MESSAGES + messageId).expect(200).text("/status").equals(status));
    }

    @Test
    void aMessageReachesAnAgentOfAnotherNodeAndItsOutcomeComesBack() {
        int second = others.start("second");
        String name = newName();
        String agent = at(second, () -> register(name));
        awaitKnown(agent);
        Answer accepted = post("/api/v1/messages", message("bi-bot", name)).expect(202);
        String id = accepted.text("/message_id");
        assertThat(accepted.text("/deliveries/0/node_id")).isEqualTo("second");
        List<String> taken = new ArrayList<>();
        await(() -> taken.addAll(take(second, agent)));
        assertThat(taken).containsExactly(id);
        ack(second, agent, id);
        awaitStatus(id, "handled");
        assertThat(get(MESSAGES + id).texts("/history", "status"))
                .containsSubsequence("queued", "forwarded", "delivered", "handled");
        assertThat(get(MESSAGES + id).texts("/history", "node_id")).contains("first", "second");
        int third = others.start("third");
        await(() -> at(third, () -> get(MESSAGES + id)).status() == 200);
        assertThat(at(third, () -> get(MESSAGES + id)).text("/sender")).isEqualTo("bi-bot");
        at(third, () -> get(MESSAGES + "unknown")).expectProblem(404, "no-such-message");
    }

    @Test
    void aClientWaitsForTheReplyOfAnAgentOfAnotherNode() {
        int second = others.start("second");
        String name = newName();
        String agent = at(second, () -> register(name));
        awaitKnown(agent);
        CompletableFuture<Answer> waiting =
                sendAsync(json("POST", "/api/v1/messages?wait=PT30S", message("some-client", name)));
        List<Answer> got = new ArrayList<>();
        await(() -> {
            Answer polled = at(second, () -> get(AGENTS + agent + "/messages?wait=PT1S"));
            if (!polled.texts("/messages", "message_id").isEmpty()) {
                got.add(polled);
            }
            return !got.isEmpty();
        });
        Answer request = got.get(0);
        at(
                        second,
                        () -> post(
                                "/api/v1/messages",
                                message(
                                        name,
                                        "some-client",
                                        ",'conversation_id':'" + request.text("/messages/0/conversation_id") + "'",
                                        ",'in_reply_to':'" + request.text("/messages/0/reply_with") + "'")))
                .expect(202);
        assertThat(waiting.join().expect(200).text("/sender")).isEqualTo(name);
    }

    @Test
    void whatWaitsForANodeThatIsAwayReachesItInOrderWhenItIsBack() {
        int second = others.start("second");
        String name = newName();
        String agent = at(second, () -> register(name));
        awaitKnown(agent);
        String conversation = newName();
        String first = accepted("bi-bot", name, ",'conversation_id':'" + conversation + "'");
        List<String> taken = new ArrayList<>();
        await(() -> taken.addAll(take(second, agent)));
        ack(second, agent, first);
        others.kill("second");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(accepted("bi-bot", name, ",'conversation_id':'" + conversation + "'"));
        }
        int again = others.start("second");
        List<String> got = new ArrayList<>();
        await(() -> {
            for (String id : take(again, agent)) {
                got.add(id);
                ack(again, agent, id);
            }
            return got.size() >= sent.size();
        });
        assertThat(got).isEqualTo(sent);
        sent.forEach(id -> awaitStatus(id, "handled"));
    }
}

package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.spring.cluster.ClusterNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The server "second" gives what it has to others before it goes, over REST. */
class ClusterDrainApiTest extends ClusteredApiTest {
    private static final String AGENTS = "/api/v1/agents/";
    /** Longer than a slow machine takes for a test. */
    private static final String LEASE = "caxton.delivery.lease=10m";

    private static final String LEAVE = "/api/v1/cluster/leave";

    private void awaitKnown(int at, String agentId) {
        await(() -> at(at, () -> get(AGENTS + agentId)).status() == 200);
    }

    private List<String> take(int at, String agentId, String most) {
        return at(at, () -> get(mailbox(agentId) + "?wait=PT0.2S&max=" + most))
                .expect(200)
                .texts("/messages", "message_id");
    }

    private void ack(int at, String agentId, String messageId) {
        at(at, () -> post(mailbox(agentId) + "/" + messageId + "/ack")).expect(204);
    }

    /** Handles that many one by one; what came, in its order. */
    private List<String> handle(int at, String agentId, int count) {
        List<String> handled = new ArrayList<>();
        await(() -> {
            take(at, agentId, "1").forEach(id -> {
                handled.add(id);
                ack(at, agentId, id);
            });
            return handled.size() >= count;
        });
        return handled;
    }

    private List<String> send(int at, String name, String conversation, int count) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(at(at, () -> accepted("bi-bot", name, ",'conversation_id':'" + conversation + "'")));
        }
        return sent;
    }

    /** How many other nodes have on disk: any of them finds a message that it does not have yet. */
    private long forwarded(List<String> ids) {
        return ids.stream()
                .filter(id -> get("/api/v1/messages/" + id)
                        .texts("/history", "status")
                        .contains("forwarded"))
                .count();
    }

    private CompletableFuture<Answer> leave(int at) {
        return at(at, () -> sendAsync(json("POST", LEAVE, "{}")));
    }

    private void awaitState(int at, String state) {
        await(() -> at(at, () -> get("/api/v1/cluster")).text("/state").equals(state));
    }

    private void awaitStatus(String messageId, String status) {
        await(() ->
                get("/api/v1/messages/" + messageId).expect(200).text("/status").equals(status));
    }

    @Test
    void whatWaitsMovesInOrderBehindWhatIsInWorkAndNothingOfItIsLeftAfterARestart() {
        int second = others.start("second", "caxton.cluster.drain-timeout=5m", LEASE);
        int third = others.start("third");
        String name = newName();
        String agent = at(second, () -> register(name));
        awaitKnown(port, agent);
        String conversation = newName();
        List<String> sent = new ArrayList<>(send(port, name, conversation, 10));
        await(() -> forwarded(sent) == 10);
        sent.addAll(send(second, name, conversation, 10));
        await(() -> take(second, agent, "1").equals(sent.subList(0, 1)));
        String another = at(third, () -> register(name));
        awaitKnown(second, another);
        CompletableFuture<Answer> leaving = leave(second);
        awaitState(second, "draining");
        sent.addAll(send(second, name, conversation, 5));
        String elsewhere = newName();
        List<String> begun = send(second, name, elsewhere, 1);
        assertThat(handle(third, another, 1))
                .as("does not wait for what is in work")
                .isEqualTo(begun);
        assertThat(take(second, agent, "100")).isEmpty();
        ack(second, agent, sent.get(0));
        assertThat(handle(third, another, 24)).isEqualTo(sent.subList(1, 25));
        Answer left = leaving.join().expect(200);
        assertThat(left.text("/state")).isEqualTo("left");
        assertThat(left.body().path("others_told").booleanValue()).isTrue();
        assertThat(left.body().path("moved").longValue()).isGreaterThanOrEqualTo(25);
        assertThat(left.body().path("left").longValue()).isZero();
        others.stop("second");
        int again = others.start("second");
        sent.subList(0, 10).forEach(id -> awaitStatus(id, "handled"));
        awaitKnown(again, another);
        List<String> later = send(again, name, newName(), 1);
        assertThat(handle(again, agent, 1)).as("it takes part as before").isEqualTo(later);
    }

    @Test
    void aStopInOrderMovesWhatWaits() {
        int second = others.start("second");
        String name = newName();
        at(second, () -> register(name));
        String conversation = newName();
        List<String> sent = send(second, name, conversation, 30);
        String another = register(name);
        awaitKnown(second, another);
        others.stop("second");
        assertThat(handle(port, another, 30)).isEqualTo(sent);
    }

    @Test
    void whoIsAboutToStopSendsClientsElsewhereOnceItHasDrained() {
        int second = others.start("second");
        String name = newName();
        String another = register(name);
        awaitKnown(second, another);
        List<String> sent = send(second, name, newName(), 1);
        others.server("second").getBean(ClusterNode.class).stop();
        Answer refused = at(second, () -> post("/api/v1/messages", message("bi-bot", name)));
        assertThat(refused.expectProblem(503, "stopping").text("/detail")).contains("another");
        assertThat(handle(port, another, 1)).isEqualTo(sent);
    }

    @Test
    void whatNobodyElseTakesStaysAndTheNodeGoesOnWithIt() {
        int second = others.start("second");
        String name = newName();
        String agent = at(second, () -> register(name));
        awaitKnown(port, agent);
        List<String> sent = send(second, name, newName(), 3);
        Answer left = leave(second).join().expect(200);
        assertThat(left.body().path("moved").longValue()).isZero();
        assertThat(left.body().path("left").longValue()).isEqualTo(3);
        assertThat(handle(second, agent, 3)).isEqualTo(sent);
        assertThat(leave(second).join().expect(200).body()).as("asked again").isEqualTo(left.body());
    }

    @Test
    void whenTheTimeIsOverTheRestStaysAndTheNodeGoesOnWithIt() {
        int second = others.start("second", "caxton.cluster.drain-timeout=300ms", LEASE);
        String name = newName();
        String agent = at(second, () -> register(name));
        List<String> sent = send(second, name, newName(), 3);
        assertThat(take(second, agent, "1")).hasSize(1);
        awaitKnown(second, register(name));
        Answer left = leave(second).join().expect(200);
        assertThat(left.text("/state")).isEqualTo("left");
        assertThat(left.body().path("left").longValue()).isEqualTo(3);
        ack(second, agent, sent.get(0));
        assertThat(handle(second, agent, 2)).isEqualTo(sent.subList(1, 3));
    }

    @Test
    void whenTheReceiverGoesMeanwhileTheRestStays() {
        int second = others.start("second", "caxton.cluster.drain-timeout=5m", LEASE);
        String name = newName();
        String agent = at(second, () -> register(name));
        List<String> sent = send(second, name, newName(), 3);
        assertThat(take(second, agent, "1")).hasSize(1);
        String another = register(name);
        awaitKnown(second, another);
        CompletableFuture<Answer> leaving = leave(second);
        awaitState(second, "draining");
        delete(AGENTS + another).expect(204);
        assertThat(leaving.join().expect(200).body().path("left").longValue()).isEqualTo(3);
        ack(second, agent, sent.get(0));
        assertThat(handle(second, agent, 2)).isEqualTo(sent.subList(1, 3));
    }
}

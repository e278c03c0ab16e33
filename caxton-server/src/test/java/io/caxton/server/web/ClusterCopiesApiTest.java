package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.copies.CopyUsage;
import io.caxton.core.storage.LocalState;
import io.caxton.server.CaxtonServerApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;

/** The server owner accepts messages that are on two disks; "first" keeps up to 20 copies of one other. */
@TestPropertySource(properties = "caxton.delivery.max-copies-of-one=" + ClusterCopiesApiTest.MOST)
class ClusterCopiesApiTest extends ClusteredApiTest {
    static final int MOST = 20;

    private static final String TWO = "caxton.delivery.copies=2";
    private static final String PATIENT = "caxton.delivery.copy-timeout=20s";
    private static final String MESSAGES = "/api/v1/messages";

    @TempDir
    private Path folder;

    @Autowired
    private LocalState state;

    /** Of its own in each test, as "first" goes on from one to the next. */
    private final String owner = newName();

    private int startOwner() {
        int at = others.start(owner, TWO, PATIENT);
        await(() -> at(at, () -> get("/actuator/health/delivery"))
                        .body()
                        .at("/details/nodes_for_copies")
                        .intValue()
                > 0);
        return at;
    }

    private CopyUsage usage() {
        return state.read(tx -> tx.copies().usage(owner));
    }

    private List<String> send(int at, String name, String conversation, int count) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Answer answer = at(
                    at,
                    () -> post(MESSAGES, message("bi-bot", name, ",'conversation_id':'" + conversation + "'"))
                            .expect(202));
            assertThat(answer.body().path("copies").intValue()).isEqualTo(2);
            sent.add(answer.text("/message_id"));
        }
        return sent;
    }

    private List<String> take(int at, String agentId, String most) {
        return at(at, () -> get(mailbox(agentId) + "?wait=PT0.2S&max=" + most))
                .expect(200)
                .texts("/messages", "message_id");
    }

    private void ack(int at, String agentId, String messageId) {
        at(at, () -> post(mailbox(agentId) + "/" + messageId + "/ack")).expect(204);
    }

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

    private Answer forget(String nodeId) {
        return delete("/api/v1/cluster/members/" + nodeId);
    }

    /** Once it is known to be dead. */
    private void declareLost(String nodeId) {
        await(() -> forget(nodeId).status() == 200);
    }

    private boolean isQueued(String messageId) {
        Answer answer = get(MESSAGES + "/" + messageId);
        return answer.status() == 200 && answer.text("/status").equals("queued");
    }

    private void loseDisk(String id) throws IOException {
        assertThat(FileSystemUtils.deleteRecursively(others.directory(id))).isTrue();
    }

    @Test
    void whatIsAcceptedIsHandledElsewhereInOrderAfterItsDiskIsLost() throws IOException {
        int second = startOwner();
        String name = newName();
        at(second, () -> register(name));
        List<String> sent = send(second, name, newName(), 5);
        assertThat(usage().copies()).isEqualTo(5);
        forget(owner).expectProblem(409, "member-present");
        others.kill(owner);
        loseDisk(owner);
        declareLost(owner);
        // It waits for whoever comes.
        sent.forEach(id -> await(() -> isQueued(id)));
        assertThat(handle(port, register(name), 5)).isEqualTo(sent);
        assertThat(get(MESSAGES + "/" + sent.get(4)).expect(200).text("/status"))
                .isEqualTo("handled");
    }

    @Test
    void aNodeThatComesBackWithAnotherDiskNeedsNobodyToSaySo() throws IOException {
        int second = startOwner();
        String name = newName();
        at(second, () -> register(name));
        List<String> sent = send(second, name, newName(), 3);
        others.kill(owner);
        loseDisk(owner);
        startOwner();
        assertThat(handle(port, register(name), 3)).isEqualTo(sent);
    }

    @Test
    void aCopyGoesWithTheOutcome() {
        int second = startOwner();
        String name = newName();
        String agent = at(second, () -> register(name));
        send(second, name, newName(), 3);
        assertThat(usage().copies()).isEqualTo(3);
        handle(second, agent, 2);
        await(() -> usage().copies() == 1);
        String remote = newName();
        String there = register(remote);
        await(() -> at(second, () -> get("/api/v1/agents/" + there)).status() == 200);
        at(second, () -> post(MESSAGES, message("bi-bot", remote))).expect(202);
        await(() -> take(port, there, "1").size() == 1);
        await(() -> usage().copies() == 1);
    }

    @Test
    void aNodeThatIsFullIsAsIfNotThere() {
        int second = startOwner();
        String name = newName();
        String agent = at(second, () -> register(name));
        List<String> sent = send(second, name, newName(), MOST);
        String body = message("bi-bot", name, ",'message_id':'one-more-" + name + "'");
        Answer refused = at(second, () -> post(MESSAGES, body));
        refused.expectProblem(503, "no-second-copy");
        assertThat(refused.header("Retry-After")).isNotBlank();
        List<String> handled = handle(second, agent, MOST + 1);
        assertThat(handled).containsAll(sent).contains("one-more-" + name);
        await(() -> usage().copies() == 0);
        at(second, () -> post(MESSAGES, body)).expect(202);
        String accepting = newName();
        int third = others.start(accepting, TWO, PATIENT, "caxton.delivery.copies-missing=accept");
        others.kill(owner);
        String another = newName();
        at(third, () -> register(another));
        await(() -> at(third, () -> get("/api/v1/cluster"))
                        .expect(200)
                        .body()
                        .path("alive")
                        .intValue()
                == 2);
        send(third, another, newName(), MOST);
        Answer alone =
                at(third, () -> post(MESSAGES, message("bi-bot", another)).expect(202));
        assertThat(alone.body().path("copies").intValue()).isEqualTo(1);
        assertThat(at(third, () -> get("/actuator/health/delivery"))
                        .body()
                        .at("/details/without_copy")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void withoutAnybodyElseNothingIsAcceptedAndTheRequestCanBeRepeated() {
        int second = others.start(owner, TWO, "caxton.cluster.label=island", "caxton.cluster.join-timeout=100ms");
        String name = newName();
        String agent = at(second, () -> register(name));
        String body = message("bi-bot", name, ",'message_id':'alone-" + name + "'");
        at(second, () -> post(MESSAGES, body)).expectProblem(503, "no-second-copy");
        at(second, () -> post(MESSAGES, body)).expectProblem(503, "no-second-copy");
        assertThat(handle(second, agent, 1)).containsExactly("alone-" + name);
        Answer done = at(second, () -> post(MESSAGES, body)).expect(202);
        assertThat(done.text("/status")).isEqualTo("handled");
        assertThat(done.body().has("copies")).isFalse();
    }

    @Test
    void ifOneNodeDoesNotAnswerTheNextIsAsked() {
        int second = startOwner();
        String third = newName();
        others.start(third);
        String name = newName();
        at(second, () -> register(name));
        await(() -> {
            send(second, name, newName(), 1);
            return others.server(third)
                            .getBean(LocalState.class)
                            .read(tx -> tx.copies().usage(owner))
                            .copies()
                    > 0;
        });
        others.kill(third);
        long before = usage().copies();
        for (int i = 0; i < 5; i++) {
            send(second, name, newName(), 1);
        }
        assertThat(usage().copies()).isGreaterThanOrEqualTo(before + 5);
    }

    @Test
    void anOwnerThatComesBackWithItsDiskLeavesWhatWasAdopted() {
        int second = startOwner();
        String name = newName();
        String agent = at(second, () -> register(name));
        List<String> sent = send(second, name, newName(), 3);
        others.kill(owner);
        declareLost(owner);
        sent.forEach(id -> await(() -> isQueued(id)));
        String here = register(name);
        assertThat(handle(port, here, 1)).isEqualTo(sent.subList(0, 1));
        int again = startOwner();
        assertThat(take(again, agent, "9")).isEmpty();
        assertThat(handle(port, here, 2)).isEqualTo(sent.subList(1, 3));
        sent.forEach(id -> await(() -> at(again, () -> get(MESSAGES + "/" + id))
                .expect(200)
                .text("/status")
                .equals("handled")));
        assertThat(take(again, agent, "9")).isEmpty();
        await(() -> usage().copies() == 0);
    }

    @Test
    void aWrongPropertyIsRefusedAtTheStart() {
        assertThatThrownBy(() -> others.start(owner, "caxton.delivery.copies=3"))
                .hasStackTraceContaining("caxton.delivery")
                .hasStackTraceContaining("copies");
        assertThatThrownBy(() -> SpringApplication.run(
                        CaxtonServerApplication.class,
                        "--server.port=0",
                        "--caxton.data-dir=" + folder,
                        "--caxton.delivery.copies=2"))
                .hasStackTraceContaining("caxton.delivery.copies is 2, but this node is none of a cluster");
    }
}

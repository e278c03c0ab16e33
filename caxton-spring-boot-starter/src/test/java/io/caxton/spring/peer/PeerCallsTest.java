package io.caxton.spring.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caxton.spring.cluster.ClusterKeys;
import io.caxton.spring.cluster.KeyAnswer;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.swim.MemberStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Two applications on Tomcat that call each other. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(OutputCaptureExtension.class)
class PeerCallsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final List<PeerNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(PeerNode::close);
    }

    private PeerNode start(String id, String... properties) {
        PeerNode node = PeerNode.start(directory, id, properties);
        nodes.add(node);
        return node;
    }

    private PeerNode[] two(String... properties) {
        PeerNode a = start("a", properties);
        List<String> more = new ArrayList<>(List.of(properties));
        more.add(a.asSeed());
        PeerNode b = start("b", more.toArray(String[]::new));
        a.knows(b);
        b.knows(a);
        return new PeerNode[] {a, b};
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> failed(CompletableFuture<byte[]> call) {
        return assertThatThrownBy(() -> call.get(PeerNode.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PeerUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.http2.enabled=true," + "caxton.cluster.label=clear",
                "server.http2.enabled=false," + "caxton.cluster.label=clear",
                "server.http2.enabled=true,caxton.cluster.encryption-keys=AAAAAAAAAAAAAAAAAAAAAA==",
                "server.http2.enabled=false,caxton.cluster.encryption-keys=AAAAAAAAAAAAAAAAAAAAAA==",
                "server.servlet.context-path=/app,caxton.cluster.encryption-keys=AAAAAAAAAAAAAAAAAAAAAA=="
            })
    void nodesCallEachOther(String properties) throws Exception {
        PeerNode[] nodes = two(properties.split(",", -1));
        PeerNode a = nodes[0];
        PeerNode b = nodes[1];
        assertThat(a.ask(b, PeerOperation.FORWARD, HELLO)).isEqualTo(HELLO);
        assertThat(a.ask(b, PeerOperation.REGISTRY, new byte[0])).isEqualTo(new byte[] {'a'});
        assertThat(b.ask(a, PeerOperation.REGISTRY, new byte[0])).isEqualTo(new byte[] {'b'});
        byte[] largest = new byte[a.calls().maxBytes()];
        new Random(1).nextBytes(largest);
        assertThat(a.ask(b, PeerOperation.FORWARD, largest)).isEqualTo(largest);
        List<CompletableFuture<byte[]>> many = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            many.add(a.calls().call("b", PeerOperation.FORWARD, new byte[i * 100]));
        }
        for (int i = 0; i < many.size(); i++) {
            assertThat(many.get(i).get(1, TimeUnit.MINUTES)).hasSize(i * 100);
        }
        assertThat(b.context.getBean(PeerServer.class).sessions()).isEqualTo(1);
    }

    @Test
    void whoIsNotThereIsNotCalled() throws Exception {
        PeerNode[] nodes = two(PeerNode.ENCRYPTED);
        PeerCalls calls = nodes[0].calls();
        failed(calls.call("nobody", PeerOperation.FORWARD, HELLO)).hasMessageContaining("no member of this cluster");
        failed(calls.call("a", PeerOperation.FORWARD, HELLO)).hasMessageContaining("this node itself");
        failed(calls.call("b", PeerOperation.LOOKUP, HELLO)).hasMessageContaining("does not answer that operation");
        assertThatThrownBy(() -> calls.call("b", PeerOperation.FORWARD, new byte[calls.maxBytes() + 1])
                        .get())
                .hasCauseInstanceOf(IllegalArgumentException.class);
        nodes[1].close();
        await().atMost(PeerNode.PATIENCE)
                .until(() -> nodes[0].node.member("b").orElseThrow().status() == MemberStatus.LEFT);
        failed(calls.call("b", PeerOperation.FORWARD, HELLO)).hasMessageContaining("has left");
    }

    @Test
    void whoeverFailsOrNeverAnswersIsWaitedForInBounds(CapturedOutput output) throws Exception {
        PeerNode[] nodes =
                two(PeerNode.ENCRYPTED, "caxton.cluster.peer.call-timeout=700ms", "caxton.cluster.peer.max-requests=2");
        PeerNode b = nodes[1];
        PeerCalls calls = nodes[0].calls();
        assertThat(nodes[0].ask(b, PeerOperation.FORWARD, HELLO)).isEqualTo(HELLO);
        b.answers.forward = (from, body) -> {
            throw new IllegalStateException("out of paper");
        };
        failed(calls.call("b", PeerOperation.FORWARD, HELLO)).hasMessageContaining("has failed to answer");
        assertThat(output.getAll()).contains("A request of node a could not be answered (FORWARD)", "out of paper");
        b.answers.forward = (from, body) -> CompletableFuture.completedFuture(new byte[calls.maxBytes() + 1]);
        failed(calls.call("b", PeerOperation.FORWARD, HELLO)).hasMessageContaining("has failed to answer");
        AtomicInteger taken = new AtomicInteger();
        b.answers.forward = (from, body) -> {
            taken.incrementAndGet();
            return new CompletableFuture<>();
        };
        CompletableFuture<byte[]> first = calls.call("b", PeerOperation.FORWARD, HELLO);
        CompletableFuture<byte[]> second = calls.call("b", PeerOperation.FORWARD, HELLO);
        failed(first).hasMessageMatching(".*(no answer within|took too long to answer).*");
        failed(second).hasMessageMatching(".*(no answer within|took too long to answer).*");
        assertThat(taken.get()).isEqualTo(2);
        b.answers.forward = (from, body) -> CompletableFuture.completedFuture(body);
        await().atMost(PeerNode.PATIENCE)
                .untilAsserted(() -> assertThat(nodes[0].ask(b, PeerOperation.FORWARD, HELLO))
                        .isEqualTo(HELLO));
    }

    @Test
    void tooMuchAtOnceIsRefusedOnEitherSide() throws Exception {
        PeerNode a = start("a", PeerNode.ENCRYPTED);
        PeerNode b = start(
                "b",
                PeerNode.ENCRYPTED,
                "caxton.cluster.peer.max-requests=1",
                "caxton.cluster.peer.max-calls=1",
                a.asSeed());
        a.knows(b);
        b.knows(a);
        refusedWhileOneIsHeld(a, b, "the node is busy");
        refusedWhileOneIsHeld(b, a, "too many calls to it are in flight");
    }

    private static void refusedWhileOneIsHeld(PeerNode caller, PeerNode called, String why) throws Exception {
        CompletableFuture<byte[]> held = new CompletableFuture<>();
        CompletableFuture<byte[]> taken = new CompletableFuture<>();
        called.answers.forward = (from, body) -> {
            taken.complete(body);
            return held;
        };
        CompletableFuture<byte[]> first = caller.calls().call(called.id(), PeerOperation.FORWARD, HELLO);
        taken.get(1, TimeUnit.MINUTES);
        assertThat(caller.context.getBean(PeerClient.class).callsInFlight()).isEqualTo(1);
        failed(caller.calls().call(called.id(), PeerOperation.FORWARD, HELLO)).hasMessageContaining(why);
        held.complete(HELLO);
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(HELLO);
        await().atMost(PeerNode.PATIENCE)
                .untilAsserted(() -> assertThat(caller.ask(called, PeerOperation.FORWARD, HELLO))
                        .isEqualTo(HELLO));
    }

    @Test
    void keysAreRotatedWhileCallsGoOn() throws Exception {
        PeerNode[] nodes = two(PeerNode.ENCRYPTED);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        CompletableFuture<Void> caller = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                try {
                    if (nodes[0].ask(nodes[1], PeerOperation.FORWARD, HELLO).length != HELLO.length) {
                        throw new IllegalStateException("another answer");
                    }
                    done.incrementAndGet();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        byte[] next = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        ClusterKeys keys = nodes[0].context.getBean(ClusterKeys.class);
        for (ClusterKeys.Change step : List.of(ClusterKeys.Change.INSTALL, ClusterKeys.Change.USE)) {
            untilBothHaveDoneIt(keys, step, next);
        }
        untilBothHaveDoneIt(keys, ClusterKeys.Change.REMOVE, new byte[32]);
        int before = done.get();
        await().atMost(PeerNode.PATIENCE).until(() -> caller.isDone() || done.get() > before + 10);
        over.set(true);
        caller.get(1, TimeUnit.MINUTES);
        assertThat(nodes[0].node.ring().orElseThrow().keys()).hasSize(1);
        assertThat(nodes[1].context.getBean(PeerServer.class).sessions()).isPositive();
    }

    private static void untilBothHaveDoneIt(ClusterKeys keys, ClusterKeys.Change step, byte[] key) {
        await().atMost(PeerNode.PATIENCE).until(() -> {
            List<KeyAnswer> answers = keys.change(step, key).get(1, TimeUnit.MINUTES);
            return answers.size() == 2 && answers.stream().allMatch(KeyAnswer::done);
        });
    }

    @Test
    void aKilledNodeThatIsBackOnAnotherPortIsCalledAtOnce(CapturedOutput output) throws Exception {
        String longPause = "caxton.cluster.peer.failure-pause=1h";
        PeerNode[] nodes = two(
                PeerNode.ENCRYPTED, longPause, "caxton.cluster.peer.connect-timeout=1s", "caxton.cluster.profile=lan");
        PeerNode a = nodes[0];
        assertThat(a.ask(nodes[1], PeerOperation.FORWARD, HELLO)).isEqualTo(HELLO);
        nodes[1].kill();
        await().atMost(PeerNode.PATIENCE).until(() -> {
            CompletableFuture<byte[]> call = a.calls().call("b", PeerOperation.FORWARD, HELLO);
            return call.handle((answer, failure) -> String.valueOf(failure))
                    .get(1, TimeUnit.MINUTES)
                    .matches("(?s).*(not called for a while|for the cluster it has failed).*");
        });
        assertThat(output.getAll()).contains("Node b at http://127.0.0.1:");
        PeerNode again = start("b", PeerNode.ENCRYPTED, longPause, a.asSeed());
        a.knows(again);
        assertThat(a.ask(again, PeerOperation.FORWARD, HELLO)).isEqualTo(HELLO);
        assertThat(again.ask(a, PeerOperation.FORWARD, HELLO)).isEqualTo(HELLO);
    }

    @Test
    void clocksAnHourApartDoNotMatter() throws Exception {
        PeerNode a = start("a", PeerNode.ENCRYPTED);
        PeerNode b = PeerNode.start(PeerNode.Ahead.class, directory, "b", PeerNode.ENCRYPTED, a.asSeed());
        nodes.add(b);
        assertThat(b.context.getBean(NodeClock.class).now())
                .isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        a.knows(b);
        b.knows(a);
        assertThat(a.ask(b, PeerOperation.FORWARD, HELLO)).isEqualTo(HELLO);
        assertThat(b.ask(a, PeerOperation.FORWARD, HELLO)).isEqualTo(HELLO);
    }

    @Test
    void whatIsAskedAndAnsweredIsCounted() throws Exception {
        PeerNode[] nodes = two(PeerNode.ENCRYPTED);
        assertThat(nodes[0].ask(nodes[1], PeerOperation.FORWARD, HELLO)).isEqualTo(HELLO);
        failed(nodes[0].calls().call("nobody", PeerOperation.FORWARD, HELLO));
        MeterRegistry asking = nodes[0].context.getBean(MeterRegistry.class);
        MeterRegistry asked = nodes[1].context.getBean(MeterRegistry.class);
        assertThat(asking.get("caxton.cluster.peer.calls")
                        .tags("operation", "forward", "outcome", "ok")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(asking.get("caxton.cluster.peer.calls")
                        .tags("outcome", "not-alive")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(asking.get("caxton.cluster.peer.breaker")
                        .tags("peer", "b")
                        .gauge()
                        .value())
                .isZero();
        await().atMost(PeerNode.PATIENCE)
                .untilAsserted(() -> assertThat(asked.get("caxton.cluster.peer.requests")
                                .tags("operation", "forward", "outcome", "ok")
                                .timer()
                                .count())
                        .isEqualTo(1));
        assertThat(asked.get("caxton.cluster.peer.sessions").gauge().value()).isEqualTo(1);
        assertThat(asking.get("caxton.cluster.peer.in.flight").gauge().value()).isZero();
    }

    @Test
    void stoppingEndsCallsInFlight() throws Exception {
        PeerNode[] nodes = two(PeerNode.ENCRYPTED);
        CompletableFuture<byte[]> taken = new CompletableFuture<>();
        nodes[1].answers.forward = (from, body) -> {
            taken.complete(body);
            return new CompletableFuture<>();
        };
        CompletableFuture<byte[]> call = nodes[0].calls().call("b", PeerOperation.FORWARD, HELLO);
        taken.get(1, TimeUnit.MINUTES);
        PeerCalls calls = nodes[0].calls();
        nodes[0].close();
        failed(call).hasMessageContaining("this node is stopping");
        failed(calls.call("b", PeerOperation.FORWARD, HELLO));
    }
}

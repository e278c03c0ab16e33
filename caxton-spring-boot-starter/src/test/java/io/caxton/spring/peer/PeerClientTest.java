package io.caxton.spring.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.swim.ByteString;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.wire.KeyRing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A client that is told of members by the test, as gossip might: also of such as are not there, or are no nodes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(OutputCaptureExtension.class)
class PeerClientTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final ByteString KEY = ByteString.of(new byte[32]);

    @TempDir
    Path directory;

    private final Map<String, ClusterMember> members = new HashMap<>();
    private Optional<KeyRing> ring = Optional.of(KeyRing.of(KEY));
    private final ApacheTransport transport =
            new ApacheTransport(Optional.empty(), Duration.ofSeconds(5), Duration.ofSeconds(20), 8);
    private final PeerClient client = client(Duration.ofSeconds(20));

    private PeerClient client(Duration timeout) {
        return client(timeout, System::nanoTime);
    }

    private PeerClient client(Duration timeout, LongSupplier nanos) {
        return new PeerClient(
                new PeerLinks(
                        id -> Optional.ofNullable(members.get(id)),
                        () -> ring.isPresent(),
                        Duration.ofHours(1),
                        8,
                        PeerListener.NONE),
                new Greeter("a", () -> ring, () -> transport, Chance::bytes, System::nanoTime),
                () -> transport,
                () -> ring,
                10_000,
                timeout,
                Duration.ofHours(1),
                nanos,
                PeerListener.NONE);
    }

    @AfterEach
    void close() {
        client.close();
        transport.close();
    }

    private void member(String id, String http, long incarnation) {
        members.put(
                id,
                new ClusterMember(id, Optional.empty(), MemberStatus.ALIVE, incarnation, Map.of("http", http), false));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> failure(String id) {
        return failure(client, id);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> failure(PeerClient from, String id) {
        return assertThatThrownBy(
                        () -> from.call(id, PeerOperation.FORWARD, HELLO).get(1, TimeUnit.MINUTES))
                .cause()
                .isInstanceOf(PeerUnavailableException.class);
    }

    private byte[] ask(String id) throws Exception {
        return client.call(id, PeerOperation.FORWARD, HELLO).get(1, TimeUnit.MINUTES);
    }

    /** Something that answers every request so. */
    private static HttpServer answering(int status, byte[] body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void memberAt(String id, HttpServer server) {
        member(id, "127.0.0.1:" + server.getAddress().getPort(), 1);
    }

    @Test
    void aWrongKeyIsToldOnBothSidesOnce(CapturedOutput output) {
        try (PeerNode node = PeerNode.start(directory, "locked", PeerNode.ENCRYPTED)) {
            member("locked", "127.0.0.1:" + node.port(), 1);
            ring = Optional.of(KeyRing.of(ByteString.of(new byte[16])));
            failure("locked").hasMessageContaining("compare caxton.cluster.encryption-keys");
            failure("locked").hasMessageContaining("compare caxton.cluster.encryption-keys");
            assertThat(output.getAll())
                    .containsOnlyOnce(
                            "Who calls itself node a and calls from 127.0.0.1 has none of the keys of this node")
                    .containsOnlyOnce("Node locked at http://127.0.0.1:" + node.port() + " has none of the keys");
        }
    }

    @Test
    void aSessionThatWasForgottenIsMadeAgainUnnoticed() throws Exception {
        try (PeerNode node =
                PeerNode.start(directory, "locked", PeerNode.ENCRYPTED, "caxton.cluster.peer.max-sessions=1")) {
            member("locked", "127.0.0.1:" + node.port(), 1);
            assertThat(ask("locked")).isEqualTo(HELLO);
            try (PeerClient second = client(Duration.ofSeconds(20))) {
                assertThat(second.call("locked", PeerOperation.FORWARD, HELLO).get(1, TimeUnit.MINUTES))
                        .isEqualTo(HELLO);
                assertThat(node.context.getBean(PeerServer.class).sessions()).isEqualTo(1);
                assertThat(ask("locked")).isEqualTo(HELLO);
            }
        }
    }

    @Test
    void whoIsNoNodeLearnsNothingAndIsNotBelieved() throws Exception {
        HttpServer page = answering(404, "nothing here".getBytes(StandardCharsets.UTF_8));
        HttpServer liar = answering(
                200,
                new Welcome(
                                ByteString.of(new byte[PeerFrames.SESSION_ID]),
                                ByteString.of(new byte[Hello.NONCE]),
                                false,
                                0,
                                ByteString.of(new byte[Hkdf.HASH]))
                        .encoded());
        HttpServer open = answering(
                200,
                new Welcome(
                                ByteString.of(new byte[PeerFrames.SESSION_ID]),
                                ByteString.of(new byte[Hello.NONCE]),
                                false,
                                Welcome.NO_KEY,
                                ByteString.EMPTY)
                        .encoded());
        HttpServer flood = answering(200, new byte[1 << 20]);
        try {
            memberAt("page", page);
            memberAt("liar", liar);
            memberAt("open", open);
            memberAt("flood", flood);
            failure("page").hasMessageContaining("answers 404, as no node of a cluster does");
            failure("liar").hasMessageContaining("could not prove that it has a key");
            failure("open").hasMessageContaining("could not prove that it has a key");
            failure("flood").hasMessageContaining("the answer has more than");
            ring = Optional.empty();
            failure("liar").hasMessageContaining("could not prove that it has a key");
        } finally {
            page.stop(0);
            liar.stop(0);
            open.stop(0);
            flood.stop(0);
        }
    }

    @Test
    void withoutKeysNobodyElsewhereIsCalled() {
        ring = Optional.empty();
        member("b", "192.0.2.7:8080", 1);
        failure("b").hasMessageContaining("set caxton.cluster.encryption-keys on all members");
        member("c", "metadata.example:80", 1);
        failure("c").hasMessageContaining("set caxton.cluster.encryption-keys on all members");
        member("d", "user@127.0.0.1:80/path?x=", 1);
        failure("d").hasMessageContaining("does not say where it is reached");
    }

    @Test
    void aNodeThatSpeaksAgainIsCalledBeforeThePauseIsOver(CapturedOutput output) throws Exception {
        HttpServer page = answering(404, new byte[0]);
        memberAt("b", page);
        try {
            await().atMost(PeerNode.PATIENCE)
                    .untilAsserted(() -> failure("b").hasMessageContaining("is not called for a while"));
        } finally {
            page.stop(0);
        }
        try (PeerNode node = PeerNode.start(directory, "b", PeerNode.ENCRYPTED)) {
            // The same address cannot be had for sure, so another one tells the same process by its epoch and address.
            failure("b").hasMessageContaining("is not called for a while");
            memberAt("b", page);
            ClusterMember old = members.getOrDefault("b", node.node.members().get(0));
            members.put("b", new ClusterMember("b", Optional.empty(), MemberStatus.ALIVE, 2, old.tags(), false));
            failure("b").hasMessageContaining("it cannot be reached");
            member("b", "127.0.0.1:" + node.port(), 2);
            assertThat(ask("b")).isEqualTo(HELLO);
        }
        assertThat(output.getAll())
                .contains("Node b at http://127.0.0.1:", "does not answer: it is not called for PT1H");
    }

    @Test
    void aNodeThatCallsIsTriedBeforeThePauseIsOverButNotAgainAndAgain() throws Exception {
        AtomicLong nanos = new AtomicLong();
        HttpServer page = answering(404, new byte[0]);
        memberAt("b", page);
        try (PeerClient timed = client(Duration.ofSeconds(20), nanos::get)) {
            await().atMost(PeerNode.PATIENCE)
                    .untilAsserted(() -> failure(timed, "b").hasMessageContaining("is not called for a while"));
            timed.heardFrom("b");
            failure(timed, "b").hasMessageContaining("answers 404");
            failure(timed, "b").hasMessageContaining("answers 404");
            failure(timed, "b").hasMessageContaining("is not called for a while");
            timed.heardFrom("b");
            failure(timed, "b").hasMessageContaining("is not called for a while");
            nanos.addAndGet(PeerLink.BETWEEN_TRIALS.toNanos() + 1);
            timed.heardFrom("b");
            timed.heardFrom("stranger");
            failure(timed, "b").hasMessageContaining("answers 404");
        } finally {
            page.stop(0);
        }
    }

    @Test
    void whoDiesForTheClusterIsNotCalled() {
        members.put(
                "b",
                new ClusterMember("b", Optional.empty(), MemberStatus.DEAD, 1, Map.of("http", "127.0.0.1:1"), false));
        failure("b").hasMessageContaining("for the cluster it has failed");
    }

    @Test
    void aServerThatNeverAnswersIsWaitedForInBounds() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                PeerClient hasty = client(Duration.ofMillis(300))) {
            member("b", "127.0.0.1:" + silent.getLocalPort(), 1);
            assertThatThrownBy(
                            () -> hasty.call("b", PeerOperation.FORWARD, HELLO).get(1, TimeUnit.MINUTES))
                    .hasMessageContaining("no answer within PT0.3S");
            assertThat(hasty.callsInFlight()).isZero();
        }
    }
}

package io.caxton.swim.net;

import static io.caxton.swim.net.Loopback.await;
import static io.caxton.swim.net.Loopback.awaitAgreement;
import static io.caxton.swim.net.Loopback.awaitStatus;
import static io.caxton.swim.net.Loopback.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.caxton.swim.ByteString;
import io.caxton.swim.Member;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.StreamCodec;
import io.caxton.swim.wire.StreamLimits;
import io.caxton.swim.wire.StreamMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node begins and ends, and what it bears from those it serves. */
class NodeLifeTest {
    private final LogLines lines = new LogLines();
    private final Loopback loopback = new Loopback();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        loopback.close();
        lines.close();
    }

    private static final class Failing implements Delegate {
        @Override
        public void started(Carrier carrier) {
            throw new IllegalStateException("started");
        }

        @Override
        public Optional<ByteString> farewell() {
            throw new IllegalStateException("farewell");
        }

        @Override
        public ByteString localState(boolean join) {
            throw new IllegalStateException("localState");
        }

        @Override
        public void remoteState(ByteString state, boolean join) {
            throw new IllegalStateException("remoteState");
        }

        @Override
        public void message(ByteString body) {
            throw new IllegalStateException("message");
        }

        @Override
        public void told(MembershipEvent event) {
            throw new IllegalStateException("told");
        }
    }

    @Test
    void aDelegateThatThrowsHarmsNobody() throws Exception {
        MembershipNode node = loopback.start(settings("node"), new Failing());
        String seed = node.address().toString();
        MembershipNode other = loopback.start(settings("other").seeds(seed), new Delegate() {
            @Override
            public ByteString localState(boolean join) {
                return ByteString.utf8("mine");
            }
        });
        awaitAgreement(List.of(node, other));
        other.send("node", ByteString.utf8("hello")).get(2, TimeUnit.MINUTES);
        for (String method : List.of("started", "localState", "remoteState", "told", "message")) {
            await(() -> !lines.warnings("The delegate failed in " + method).isEmpty());
        }
        assertThat(node.netCounters().get(NetCounter.DELEGATE_FAILED)).isGreaterThanOrEqualTo(5);
        other.close();
        awaitStatus(node, "other", MemberStatus.DEAD);
        node.leave().get(2, TimeUnit.MINUTES);
        assertThat(lines.warnings("The delegate failed in farewell")).hasSize(1);
    }

    @Test
    void aNodeThatCannotStartHoldsNoPort() throws Exception {
        InetSocketAddress bind;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), probe.getLocalPort());
        }
        NetSettings settings = NetSettings.builder("node", bind).build();
        ByteString tooLarge = ByteString.of(new byte[Member.MAX_META + 1]);
        assertThatThrownBy(() -> MembershipNode.start(settings, tooLarge, Delegate.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meta");
        loopback.start(NetSettings.builder("node", bind));
    }

    @Test
    void whoWaitsForANodeThatIsClosedIsTold() throws Exception {
        MembershipNode node = loopback.start(settings("node"));
        loopback.start(settings("other").seeds(node.address().toString()));
        await(() -> node.members().size() == 2);
        CompletableFuture<Integer> joined = node.joined();
        CompletableFuture<Void> left = node.leave();
        node.close();
        node.close();
        assertThatThrownBy(() -> joined.get(2, TimeUnit.MINUTES)).hasMessageContaining("the node is closed");
        await(left::isDone);
        assertThatThrownBy(() -> node.describe(ByteString.EMPTY).get(2, TimeUnit.MINUTES))
                .hasMessageContaining("the node is closed");
    }

    @Test
    void aNodeMayBeClosedByItsDelegate() throws Exception {
        AtomicReference<MembershipNode> self = new AtomicReference<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        MembershipNode node = loopback.start(settings("node"), new Delegate() {
            @Override
            public void message(ByteString body) {
                MembershipNode me = self.get();
                if (me != null) {
                    me.close();
                    closed.complete(null);
                }
            }
        });
        self.set(node);
        Stranger.exchange(node.address(), new StreamMessage.User(ByteString.utf8("stop")));
        closed.get(2, TimeUnit.MINUTES);
        assertThatThrownBy(() -> node.leave().get(2, TimeUnit.MINUTES)).hasMessageContaining("the node is closed");
        loopback.start(NetSettings.builder(
                "again",
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), node.address().port())));
    }

    @Test
    void whatWasDoneIsSeenByWhoAskedForIt() throws Exception {
        MembershipNode node = loopback.start(settings("alone"));
        node.describe(ByteString.utf8("busy")).get(2, TimeUnit.MINUTES);
        assertThat(node.members())
                .singleElement()
                .satisfies(member -> assertThat(member.meta()).isEqualTo(ByteString.utf8("busy")));
    }

    @Test
    void whatAnotherSaysWentWrongIsLoggedAsOneShortLine() throws Exception {
        byte[] failure = new StreamCodec(Security.none(), StreamLimits.DEFAULT, 1)
                .encode(new StreamMessage.Failure("no\nWARN forged line" + "x".repeat(3_000)));
        try (ServerSocket liar = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            MembershipNode asker = loopback.start(settings("asker").seeds("127.0.0.1:" + liar.getLocalPort()));
            try (Socket socket = liar.accept()) {
                socket.getOutputStream().write(failure);
                await(() -> !lines.of(Level.INFO, "did not let this node join: it says: no?WARN")
                        .isEmpty());
            }
            assertThat(asker.members()).hasSize(1);
        }
        assertThat(lines.of(Level.INFO, "did not let this node join"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(400).doesNotContain("\n"));
    }

    @Test
    void aSnapshotThatCannotBeWrittenIsToldOnce() throws Exception {
        List<MembershipNode> cluster = loopback.cluster(2);
        PeerSnapshot snapshot =
                new PeerSnapshot(directory.resolve("no such directory").resolve("peers"));
        snapshot.write(cluster.get(0).members(), "node-0");
        snapshot.write(cluster.get(0).members(), "node-0");
        assertThat(lines.warnings("cannot be written")).hasSize(1);
    }

    @Test
    void aSeedThatCannotBeFoundIsToldOnce() {
        Seeds seeds = new Seeds(7946);
        seeds.resolve(List.of("127.0.0.1:x"));
        seeds.resolve(List.of("127.0.0.1:x"));
        assertThat(lines.warnings("The seed 127.0.0.1:x cannot be found")).hasSize(1);
    }
}

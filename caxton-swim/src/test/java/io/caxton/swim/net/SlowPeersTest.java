package io.caxton.swim.net;

import static io.caxton.swim.net.Loopback.await;
import static io.caxton.swim.net.Loopback.awaitAgreement;
import static io.caxton.swim.net.Loopback.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.StreamCodec;
import io.caxton.swim.wire.StreamLimits;
import io.caxton.swim.wire.StreamMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that take streams and do nothing with them, and peers that open more than they should. */
class SlowPeersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final LogLines lines = new LogLines();
    private final Loopback loopback = new Loopback();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        loopback.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        lines.close();
    }

    private Socket connect(MembershipNode node) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(Addresses.of(node.address()));
        socket.setSoTimeout(120_000);
        sockets.add(socket);
        return socket;
    }

    private static long count(MembershipNode node, NetCounter counter) {
        return node.netCounters().getOrDefault(counter, 0L);
    }

    private void assertLetsIn(MembershipNode node) throws IOException {
        awaitAgreement(List.of(
                node, loopback.start(settings("late").seeds(node.address().toString()))));
    }

    @Test
    void aSeedThatTakesAStreamAndNeverAnswersDoesNotKeepANodeFromOthers() throws Exception {
        MembershipNode good = loopback.start(settings("good"));
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            MembershipNode node = loopback.start(settings("node")
                    .streamTimeout(TIMEOUT)
                    .seeds("127.0.0.1:" + silent.getLocalPort(), good.address().toString()));
            awaitAgreement(List.of(good, node));
            await(() -> count(node, NetCounter.STREAMS_FAILED) >= 1);
        }
    }

    @Test
    void whoAsksForMuchAndDoesNotReadItIsCutOff() throws Exception {
        ByteString much = ByteString.of(new byte[StreamLimits.DEFAULT.maxUserBytes()]);
        MembershipNode node = loopback.start(settings("generous").streamTimeout(TIMEOUT), new Delegate() {
            @Override
            public ByteString localState(boolean join) {
                return join ? ByteString.EMPTY : much;
            }
        });
        Socket slow = connect(node);
        slow.getOutputStream()
                .write(new StreamCodec(Security.none(), StreamLimits.DEFAULT, 1)
                        .encode(new StreamMessage.States(false, List.of(), ByteString.EMPTY)));
        await(() -> count(node, NetCounter.STREAMS_FAILED) == 1);
        assertThat(count(node, NetCounter.STREAM_BYTES_SENT)).isLessThan(much.size());
    }

    @Test
    void moreStreamsThanMayBeOpenAreRefusedAndLogged() throws Exception {
        MembershipNode node =
                loopback.start(settings("narrow").streamTimeout(TIMEOUT).maxStreams(3));
        for (int i = 0; i < 10; i++) {
            connect(node);
        }
        await(() -> count(node, NetCounter.STREAMS_REFUSED) == 7);
        for (Socket socket : sockets) {
            assertThat(socket.getInputStream().read()).as("closed by the node").isNegative();
        }
        assertThat(lines.warnings("was refused: too many are open")).hasSize(1);
        assertLetsIn(node);
    }

    /** Each of them may have what it announces, but not all together. */
    @Test
    void streamsThatTogetherKeepTooMuchAreRefused() throws Exception {
        int size = 1 << 20;
        MembershipNode node = loopback.start(settings("small")
                .limits(new StreamLimits(2 * size, 1_000, size))
                .maxStreamMemory(2L * size));
        byte[] stream = new StreamCodec(Security.none(), StreamLimits.DEFAULT, 1)
                .encode(new StreamMessage.User(ByteString.of(new byte[size])));
        for (int i = 0; i < 4; i++) {
            Socket socket = connect(node);
            try {
                socket.getOutputStream().write(stream, 0, stream.length - 1);
            } catch (IOException reset) {
                assertThat(count(node, NetCounter.STREAMS_REFUSED)).isPositive();
            }
        }
        await(() -> !lines.warnings("was refused").isEmpty());
        assertThat(lines.warnings("was refused")).hasSize(1);
        assertThat(count(node, NetCounter.STREAMS_REFUSED)).isPositive();
        for (Socket socket : sockets) {
            socket.close();
        }
        assertLetsIn(node);
    }

    @Test
    void whatOneStreamMayHaveAllTogetherMustHave() {
        InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        assertThatThrownBy(() ->
                        NetSettings.builder("x", bind).maxStreamMemory(1_000).build())
                .hasMessage("maxStreamMemory must be at least 20971520, what one stream may have, not 1000");
        assertThatThrownBy(
                        () -> NetSettings.builder("x", bind).seeds("good", " ").build())
                .hasMessage("seeds must not be blank");
        assertThatThrownBy(() -> NetSettings.builder("x", bind).defaultPort(0).build())
                .hasMessage("defaultPort must be from 1 to 65535, not 0");
    }

    @Test
    void memoryIsGivenBack() {
        StreamMemory memory = new StreamMemory(10);
        assertThat(memory.keep(6)).isTrue();
        assertThat(memory.keep(5)).isFalse();
        assertThat(memory.keep(4)).isTrue();
        memory.release(10);
        assertThat(memory.keep(10)).isTrue();
        assertThat(memory.kept()).isEqualTo(10);
    }
}

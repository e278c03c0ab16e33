package io.caxton.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes that are sockets of this test. */
@Timeout(60)
class RelayTest {
    private static final int NODES = 3;
    /** Long enough on a slow machine for what is to come; what is not to come is waited for briefly. */
    private static final int PATIENCE_MILLIS = 20_000;

    private static final int BRIEFLY_MILLIS = 200;

    private final List<DatagramSocket> packets = new ArrayList<>();
    private final List<ServerSocket> streams = new ArrayList<>();
    private final Map<Integer, Integer> callers = new HashMap<>();
    private Relay relay;

    @BeforeEach
    void start() throws IOException {
        List<Relay.Node> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            Ports.Both port = Ports.bind();
            port.packets().setSoTimeout(PATIENCE_MILLIS);
            port.streams().setSoTimeout(PATIENCE_MILLIS);
            packets.add(port.packets());
            streams.add(port.streams());
            nodes.add(
                    new Relay.Node(port.streams().getLocalPort(), port.streams().getLocalPort()));
        }
        relay = Relay.start(nodes, this::caller, 1);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        packets.forEach(DatagramSocket::close);
        for (ServerSocket socket : streams) {
            socket.close();
        }
    }

    private OptionalInt caller(int callersPort, int relaysPort) {
        synchronized (callers) {
            Integer node = callers.get(callersPort);
            return node == null ? OptionalInt.empty() : OptionalInt.of(node);
        }
    }

    private void send(int from, int to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        packets.get(from)
                .send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), relay.gossipPort(to)));
    }

    private DatagramPacket receive(int node) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        packets.get(node).receive(packet);
        return packet;
    }

    private String text(int node) throws IOException {
        DatagramPacket packet = receive(node);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Bound before it connects, so that the relay knows whose port it is. */
    private Socket call(int from, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(Ports.loopback(0));
        synchronized (callers) {
            callers.put(socket.getLocalPort(), from);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(Ports.loopback(port));
        return socket;
    }

    private static void say(Socket socket, int what) throws IOException {
        socket.getOutputStream().write(what);
    }

    @Test
    void aPacketComesFromWhereItsSenderIsReached() throws Exception {
        send(0, 1, "hello");
        DatagramPacket packet = receive(1);
        assertThat(packet.getLength()).isEqualTo(5);
        assertThat(packet.getPort()).isEqualTo(relay.gossipPort(0));
    }

    @Test
    void aPacketOfAStrangerIsNotPassedOn() throws Exception {
        try (DatagramSocket stranger = new DatagramSocket(Ports.loopback(0))) {
            stranger.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), relay.gossipPort(1)));
        }
        send(0, 1, "friend");
        assertThat(text(1)).isEqualTo("friend");
    }

    @Test
    void packetsAreCutOneWay() throws Exception {
        relay.set(0, 1, LinkQuality.CUT);
        send(0, 1, "lost");
        send(1, 0, "back");
        assertThat(text(0)).isEqualTo("back");
        send(2, 1, "other");
        assertThat(text(1)).isEqualTo("other");
        assertThat(relay.counts().packetsLost()).isEqualTo(1);
    }

    @Test
    void packetsAreRepeatedAndDelayed() throws Exception {
        relay.set(0, 1, new LinkQuality(true, 0, 1, Duration.ofMillis(50), Duration.ofMillis(5), Long.MAX_VALUE));
        long sent = System.nanoTime();
        send(0, 1, "twice");
        assertThat(List.of(text(1), text(1))).containsOnly("twice");
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(relay.counts().packetsRepeated()).isEqualTo(1);
    }

    @Test
    void aStreamPassesBothWaysToItsEnd() throws Exception {
        try (Socket caller = call(0, relay.httpPort(1));
                Socket callee = streams.get(1).accept()) {
            say(caller, 1);
            caller.shutdownOutput();
            assertThat(callee.getInputStream().readAllBytes()).containsExactly(1);
            say(callee, 2);
            callee.close();
            assertThat(caller.getInputStream().readAllBytes()).containsExactly(2);
        }
        assertThat(relay.counts().streams()).isEqualTo(1);
    }

    @Test
    void aStreamWaitsWhereItIsCutAndGoesOnAfterwards() throws Exception {
        try (Socket caller = call(0, relay.gossipPort(1));
                Socket callee = streams.get(1).accept()) {
            relay.set(0, 1, LinkQuality.CUT);
            say(caller, 1);
            say(callee, 2);
            assertThat(caller.getInputStream().read()).isEqualTo(2);
            callee.setSoTimeout(BRIEFLY_MILLIS);
            assertThatThrownBy(() -> callee.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            relay.set(0, 1, LinkQuality.PERFECT);
            callee.setSoTimeout(PATIENCE_MILLIS);
            assertThat(callee.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void noConnectionIsMadeWhereOneWayIsCut() throws Exception {
        relay.set(1, 0, LinkQuality.CUT);
        try (Socket caller = call(0, relay.httpPort(1))) {
            say(caller, 1);
            streams.get(1).setSoTimeout(BRIEFLY_MILLIS);
            assertThatThrownBy(() -> streams.get(1).accept()).isInstanceOf(SocketTimeoutException.class);
            relay.setAll(LinkQuality.PERFECT);
            streams.get(1).setSoTimeout(PATIENCE_MILLIS);
            try (Socket callee = streams.get(1).accept()) {
                assertThat(callee.getInputStream().read()).isEqualTo(1);
            }
        }
    }

    @Test
    void connectionsOfTwoNodesAreBrokenAndThoseOfOthersAreNot() throws Exception {
        try (Socket broken = call(0, relay.httpPort(1));
                Socket brokenThere = streams.get(1).accept();
                Socket other = call(2, relay.httpPort(1));
                Socket otherThere = streams.get(1).accept()) {
            say(broken, 1);
            assertThat(brokenThere.getInputStream().read()).isEqualTo(1);
            say(other, 3);
            assertThat(otherThere.getInputStream().read()).isEqualTo(3);
            relay.reset(1, 0);
            assertThatThrownBy(() -> broken.getInputStream().read()).isInstanceOf(SocketException.class);
            say(otherThere, 4);
            assertThat(other.getInputStream().read()).isEqualTo(4);
        }
    }

    @Test
    void aStrangerIsTurnedAway() throws Exception {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), relay.httpPort(1))) {
            stranger.setSoTimeout(PATIENCE_MILLIS);
            assertThatThrownBy(() -> stranger.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(relay.counts().streamsTurnedAway()).isEqualTo(1);
    }

    @Test
    void aNodeThatIsDownBreaksTheConnectionOfWhoCalls() throws Exception {
        streams.get(1).close();
        try (Socket caller = call(0, relay.httpPort(1))) {
            assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void theProcessOfAConnectionIsFound() throws Exception {
        long self = ProcessHandle.current().pid();
        try (ServerSocket server = Ports.streams();
                Socket caller = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            int from = caller.getLocalPort();
            int to = server.getLocalPort();
            assertThat(new ProcessCallers(() -> List.of(Long.MAX_VALUE, self)).node(from, to))
                    .hasValue(1);
            assertThat(new ProcessCallers(() -> List.of(Long.MAX_VALUE)).node(from, to))
                    .isEmpty();
        }
    }
}

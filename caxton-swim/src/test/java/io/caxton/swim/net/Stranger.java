package io.caxton.swim.net;

import io.caxton.swim.NodeAddress;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.PacketCodec;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.StreamCodec;
import io.caxton.swim.wire.StreamDecoder;
import io.caxton.swim.wire.StreamLimits;
import io.caxton.swim.wire.StreamMessage;
import io.caxton.swim.wire.StreamProgress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody who is no member and has a socket on the loopback address. */
final class Stranger implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;
    private static final long FAREWELL = 0xFFFF_0000L;

    private final DatagramSocket socket;
    private final PacketCodec codec;
    private long sequence = FAREWELL;

    Stranger() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        codec = new PacketCodec(Security.none(), socket.getLocalPort());
    }

    NodeAddress address() {
        return Addresses.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    void send(NodeAddress to, byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length, Addresses.of(to)));
    }

    void send(NodeAddress to, List<? extends SwimMessage> messages) throws IOException {
        send(to, codec.encode(List.copyOf(messages), true));
    }

    void send(NodeAddress to, SwimMessage message) throws IOException {
        send(to, List.of(message));
    }

    /** What the next packet says. */
    List<SwimMessage> receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return codec.decode(packet.getData(), packet.getLength()).messages();
    }

    /** Pings a node. Returns what came from it before the answer: it takes its packets in their order. */
    List<SwimMessage> receiveUntilAnswered(NodeAddress node) throws IOException {
        long mine = sequence++;
        send(node, new SwimMessage.Ping(mine, "", Optional.empty()));
        List<SwimMessage> before = new ArrayList<>();
        while (true) {
            List<SwimMessage> messages = receive();
            if (messages.stream()
                    .anyMatch(message -> message instanceof SwimMessage.Ack ack && ack.sequence() == mine)) {
                return before;
            }
            before.addAll(messages);
        }
    }

    /** Sends a stream and reads what comes back, to its end. */
    static Optional<StreamMessage> exchange(NodeAddress node, byte[] stream) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Addresses.of(node), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(stream);
            byte[] answer = socket.getInputStream().readAllBytes();
            StreamDecoder decoder = streams().decoder();
            return decoder.add(answer, 0, answer.length) instanceof StreamProgress.Done done
                    ? Optional.of(done.message())
                    : Optional.empty();
        }
    }

    static Optional<StreamMessage> exchange(NodeAddress node, StreamMessage message) throws IOException {
        return exchange(node, streams().encode(message));
    }

    private static StreamCodec streams() {
        return new StreamCodec(Security.none(), StreamLimits.DEFAULT, 1);
    }

    @Override
    public void close() {
        socket.close();
    }
}

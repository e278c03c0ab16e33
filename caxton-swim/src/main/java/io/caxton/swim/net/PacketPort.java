package io.caxton.swim.net;

import io.caxton.swim.NodeAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes and sends packets. What the system does not take is lost, as any packet may be. */
final class PacketPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PacketPort.class);
    private static final int LARGEST = 65_535;
    private static final int SOCKET_BUFFER = 2 << 20;
    /** So many packets are read in one turn, before anything else has its turn. */
    private static final int MOST_IN_A_TURN = 4_096;

    /** Is given what comes; the array is used again. */
    interface Reader {
        void packet(NodeAddress from, byte[] bytes, int length);
    }

    private final DatagramChannel channel;
    private final NetCounters counters;
    private final Reader reader;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);

    /** @param channel see {@link #bind} */
    PacketPort(DatagramChannel channel, NetCounters counters, Reader reader) {
        this.channel = channel;
        this.counters = counters;
        this.reader = reader;
    }

    static DatagramChannel bind(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.bind(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void register(EventLoop loop) throws IOException {
        loop.register(channel, SelectionKey.OP_READ, key -> read());
    }

    private void read() throws IOException {
        for (int i = 0; i < MOST_IN_A_TURN; i++) {
            buffer.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
            if (from == null) {
                return;
            }
            counters.add(NetCounter.PACKETS_RECEIVED);
            counters.add(NetCounter.PACKET_BYTES_RECEIVED, buffer.position());
            if (from.getPort() != 0) {
                reader.packet(Addresses.of(from), buffer.array(), buffer.position());
            }
        }
    }

    void send(NodeAddress to, byte[] packet) {
        boolean sent = false;
        try {
            sent = channel.send(ByteBuffer.wrap(packet), Addresses.of(to)) == packet.length;
        } catch (IOException | RuntimeException e) {
            LOG.debug("A packet to {} was not sent", to, e);
        }
        counters.add(sent ? NetCounter.PACKETS_SENT : NetCounter.PACKETS_NOT_SENT);
        counters.add(NetCounter.PACKET_BYTES_SENT, sent ? packet.length : 0);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The packet port could not be closed", e);
        }
    }
}

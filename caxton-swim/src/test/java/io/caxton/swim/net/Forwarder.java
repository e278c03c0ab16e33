package io.caxton.swim.net;

import io.caxton.swim.NodeAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwards packets and streams from a port of its own, as a router with NAT does: whoever is behind it sees an address of the
 * router for each who speaks to it, and its answers to there go back.
 */
final class Forwarder implements AutoCloseable {
    private final ServerSocket acceptor;
    private final DatagramSocket packets;
    private final Map<SocketAddress, DatagramSocket> byClient = new ConcurrentHashMap<>();
    private final Queue<Socket> streams = new ConcurrentLinkedQueue<>();
    private final AtomicInteger packetsForwarded = new AtomicInteger();
    private final AtomicInteger streamsForwarded = new AtomicInteger();
    private final CountDownLatch targetKnown = new CountDownLatch(1);
    private volatile InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private interface Loop {
        void once() throws IOException, InterruptedException;
    }

    Forwarder() throws IOException {
        DatagramSocket bound = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        acceptor = new ServerSocket(bound.getLocalPort(), 50, InetAddress.getLoopbackAddress());
        packets = bound;
        loop(this::forwardPacket);
        loop(this::forwardStream);
    }

    NodeAddress address() {
        return Addresses.of((InetSocketAddress) packets.getLocalSocketAddress());
    }

    /** To whom all goes from now on. */
    void to(InetSocketAddress behind) {
        target = behind;
        targetKnown.countDown();
    }

    int packets() {
        return packetsForwarded.get();
    }

    int streams() {
        return streamsForwarded.get();
    }

    /** Until a socket is closed. */
    private static void loop(Loop step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            step.once();
                        }
                    } catch (IOException | InterruptedException | UncheckedIOException closed) {
                        Thread.currentThread().interrupt();
                    }
                },
                "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    private void forwardPacket() throws IOException, InterruptedException {
        targetKnown.await();
        DatagramPacket packet = receive(packets);
        DatagramSocket own = byClient.computeIfAbsent(packet.getSocketAddress(), this::behalf);
        packet.setSocketAddress(target);
        own.send(packet);
        packetsForwarded.incrementAndGet();
    }

    private DatagramSocket behalf(SocketAddress client) {
        try {
            DatagramSocket own = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            loop(() -> {
                DatagramPacket back = receive(own);
                back.setSocketAddress(client);
                packets.send(back);
            });
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return packet;
    }

    private void forwardStream() throws IOException, InterruptedException {
        Socket client = acceptor.accept();
        targetKnown.await();
        Socket behind = new Socket(target.getAddress(), target.getPort());
        streams.add(client);
        streams.add(behind);
        streamsForwarded.incrementAndGet();
        pump(client, behind);
        pump(behind, client);
    }

    private static void pump(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] chunk = new byte[8_192];
        loop(() -> {
            int count = in.read(chunk);
            if (count < 0) {
                to.shutdownOutput();
                throw new IOException("it ended");
            }
            out.write(chunk, 0, count);
        });
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        packets.close();
        byClient.values().forEach(DatagramSocket::close);
        for (Socket stream : streams) {
            stream.close();
        }
    }
}

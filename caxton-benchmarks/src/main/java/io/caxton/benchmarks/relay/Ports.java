package io.caxton.benchmarks.relay;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports for packets and streams alike. */
public final class Ports {
    private static final int TRIES = 100;
    private static final int BACKLOG = 256;

    private Ports() {}

    /** One port, bound for both. */
    record Both(DatagramSocket packets, ServerSocket streams) {}

    static Both bind() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            ServerSocket streams = streams();
            try {
                return new Both(new DatagramSocket(loopback(streams.getLocalPort())), streams);
            } catch (BindException taken) {
                streams.close();
            }
        }
        throw new IOException("no port was free for packets and streams in " + TRIES + " tries");
    }

    static ServerSocket streams() throws IOException {
        return new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** One that was free for both a moment ago. */
    public static int free() throws IOException {
        Both both = bind();
        both.packets().close();
        both.streams().close();
        return both.streams().getLocalPort();
    }
}

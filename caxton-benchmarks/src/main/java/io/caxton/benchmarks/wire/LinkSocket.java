package io.caxton.benchmarks.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * The least of a WebSocket client (RFC 6455) on a loopback port: whole text messages, one thread that reads, writes on the
 * caller's thread. The mask is zero, which the protocol allows and spares work that a browser must do and this need not.
 */
public final class LinkSocket implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_SHORT = 0xffff;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    private LinkSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
    }

    /** Opens one and hands each message to the listener, on the thread that reads. */
    public static LinkSocket open(int port, String path, Consumer<byte[]> listener) throws IOException {
        return open(port, path, listener, () -> {});
    }

    /** The same; the other one is told, on the same thread, when there is nothing more to read. */
    public static LinkSocket open(int port, String path, Consumer<byte[]> listener, Runnable ended) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        LinkSocket link = new LinkSocket(socket);
        try {
            link.shakeHands(path);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
        Thread reader = new Thread(() -> link.read(listener, ended), "link " + path);
        reader.setDaemon(true);
        reader.start();
        return link;
    }

    private void shakeHands(String path) throws IOException {
        String key = Base64.getEncoder().encodeToString("benchmark-16byte".getBytes(StandardCharsets.US_ASCII));
        out.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + key + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("the link was answered " + head.substring(0, head.indexOf("\r\n")));
        }
    }

    /** Sends a message. From any thread. */
    public void send(String text) {
        try {
            write(TEXT, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broke) {
            throw new UncheckedIOException(broke);
        }
    }

    private void write(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (LAST | opcode));
        if (payload.length < SHORT_LENGTH) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length <= MAX_SHORT) {
            frame.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | LONG_LENGTH)).putLong(payload.length);
        }
        frame.put(new byte[MASK_BYTES]).put(payload);
        synchronized (out) {
            out.write(frame.array(), 0, frame.position());
        }
    }

    private void read(Consumer<byte[]> listener, Runnable ended) {
        try {
            while (readOne(listener)) {
                // Until it is closed.
            }
        } catch (EOFException | java.net.SocketException closed) {
            // By either side; who waits for an answer times out.
        } catch (IOException broke) {
            throw new UncheckedIOException(broke);
        } finally {
            ended.run();
        }
    }

    private boolean readOne(Consumer<byte[]> listener) throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == SHORT_LENGTH) {
            length = in.readUnsignedShort();
        } else if (length == LONG_LENGTH) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        int opcode = first & 0xf;
        if (opcode == PING) {
            write(PONG, payload);
        } else if (first == (LAST | TEXT)) {
            listener.accept(payload);
        } else if (opcode != PONG && opcode != CLOSE) {
            throw new IOException("a fragment, which this client does not put together");
        }
        return opcode != CLOSE;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

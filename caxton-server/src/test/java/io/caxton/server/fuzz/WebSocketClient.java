package io.caxton.server.fuzz;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket (RFC 6455) on which any frame can be sent, right or wrong. */
final class WebSocketClient implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LONGEST = 32 << 20;

    private final HttpConnection connection;
    private final DataInputStream in;

    /** @throws AssertionError if the handshake is refused */
    WebSocketClient(NodeAddress node, String target) throws IOException {
        connection = new HttpConnection(node.port());
        connection.send(HttpText.of("GET", target)
                .header("Connection: Upgrade")
                .header("Upgrade: websocket")
                .header("Sec-WebSocket-Version: 13")
                .header("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")
                .bytes());
        HttpAnswer answer = connection.receive("GET");
        if (answer.status() != 101) {
            throw new AssertionError("the handshake was answered " + answer.status() + " " + answer.text());
        }
        in = new DataInputStream(connection.input());
    }

    /** A message or the end; the opcode of a close is {@link #CLOSE}, its code the first two bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Received(int opcode, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    /** Sends a sound text message. */
    void say(byte[] text) throws IOException {
        connection.send(frame(FINAL | TEXT, true, text));
    }

    void send(byte[] bytes) throws IOException {
        connection.send(bytes);
    }

    /** A frame with this first byte; its mask is all zeros, which is as good as any other to a server. */
    static byte[] frame(int first, boolean masked, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(14);
        head.put((byte) first);
        int mask = masked ? MASKED : 0;
        if (payload.length < 126) {
            head.put((byte) (mask | payload.length));
        } else if (payload.length < 1 << 16) {
            head.put((byte) (mask | 126)).putShort((short) payload.length);
        } else {
            head.put((byte) (mask | 127)).putLong(payload.length);
        }
        if (masked) {
            head.putInt(0);
        }
        byte[] start = new byte[head.flip().limit()];
        head.get(start);
        return HttpText.join(start, payload);
    }

    /** The next text or close; pings are left unanswered. */
    Received receive() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            if (length > LONGEST) {
                throw new HttpConnection.BadAnswerException("a frame of " + length + " bytes");
            }
            byte[] payload = in.readNBytes((int) length);
            int opcode = first & 0xF;
            if (opcode == TEXT || opcode == CLOSE) {
                return new Received(opcode, payload);
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

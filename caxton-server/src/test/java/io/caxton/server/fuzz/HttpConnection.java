package io.caxton.server.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection on which bytes are sent as they are and answers are read as HTTP/1.1 frames them. */
final class HttpConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int SWITCHED = 101;
    private static final int LONGEST_LINE = 64 << 10;

    private final Socket socket;
    private final InputStream in;

    HttpConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Says that nothing more comes. */
    void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * The next final answer.
     *
     * @throws EOFException if the connection ends before one begins
     * @throws BadAnswerException if what comes is not HTTP
     */
    HttpAnswer receive(String method) throws IOException {
        while (true) {
            int status = statusOf(line());
            List<String> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            if (status >= 200 || status == SWITCHED) {
                HttpAnswer head = new HttpAnswer(status, headers, HttpText.NO_BODY);
                boolean bodiless = method.equals("HEAD")
                        || status == 204
                        || status == 304
                        || status == SWITCHED
                        || head.isEndless();
                return bodiless ? head : new HttpAnswer(status, headers, body(head));
            }
        }
    }

    /** The server said something that is not HTTP. */
    static final class BadAnswerException extends IOException {
        BadAnswerException(String said) {
            super("not HTTP: " + said);
        }
    }

    private static int statusOf(String line) throws BadAnswerException {
        if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
            throw new BadAnswerException(line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private byte[] body(HttpAnswer head) throws IOException {
        if (head.header("Transfer-Encoding")
                .filter(v -> v.toLowerCase(Locale.ROOT).equals("chunked"))
                .isPresent()) {
            return chunks();
        }
        String length = head.header("Content-Length").orElse("");
        return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            all.writeBytes(exactly(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new BadAnswerException("a body of " + bytes.length + " bytes that should have had " + length);
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 && line.size() == 0) {
                throw new EOFException("the connection ended");
            }
            if (c < 0 || line.size() > LONGEST_LINE) {
                throw new BadAnswerException(line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    java.io.InputStream input() {
        return in;
    }

    /** What else comes until the server ends the connection. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // It was to go.
        }
    }
}

package io.caxton.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.request.RequestJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a stream from a socket of its own, as slowly as the test wants; by HTTP/1.0, which knows no chunks. */
final class SseClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final JsonMapper JSON = RequestJson.mapper(1 << 26);

    private final Socket socket;
    private final BufferedReader reader;
    private final String head;

    /** A block of lines up to an empty one. */
    record Event(String id, JsonNode data, String comment) {
        String messageId() {
            return data.path("message_id").asString();
        }
    }

    SseClient(int port, String target, String... headers) {
        try {
            socket = new Socket();
            socket.setReceiveBufferSize(8 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String request = "GET " + target + " HTTP/1.0\r\nHost: localhost\r\n" + more + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1024);
            head = String.join("\n", lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String head() {
        return head;
    }

    /** Lines up to an empty one; none at the end. */
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = reader.readLine();
        while (line != null && !line.isEmpty()) {
            lines.add(line);
            line = reader.readLine();
        }
        return lines;
    }

    /** The next event with data. */
    Event next() {
        Event event = nextBlock();
        while (event.data().isMissingNode()) {
            event = nextBlock();
        }
        return event;
    }

    /** The next block that says something, be it a comment; fails at the end of the stream. */
    Event nextBlock() {
        try {
            String id = "";
            String comment = "";
            JsonNode data = JSON.missingNode();
            while (id.isEmpty() && comment.isEmpty() && data.isMissingNode()) {
                List<String> lines = linesOrEnd();
                for (String line : lines) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith(": ")) {
                        comment = line.substring(2);
                    } else if (line.startsWith("data: ")) {
                        data = JSON.readTree(line.substring(6));
                    }
                }
            }
            return new Event(id, data, comment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> linesOrEnd() throws IOException {
        List<String> lines = lines();
        assertThat(lines).as("more of the stream").isNotEmpty();
        return lines;
    }

    /** The ids of the messages that still come until the server closes the connection. */
    List<String> restOfMessages() {
        List<String> ids = new ArrayList<>();
        try {
            List<String> lines = lines();
            while (!lines.isEmpty()) {
                lines.stream()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> JSON.readTree(line.substring(6)))
                        .forEach(data -> ids.add(data.path("message_id").asString()));
                lines = lines();
            }
        } catch (SocketTimeoutException stillOpen) {
            throw new UncheckedIOException(stillOpen);
        } catch (IOException | JacksonException cut) {
            assertThat(cut).isNotNull();
        }
        return ids;
    }

    /** Reads and throws away until the server has closed the connection. */
    void readToEnd() {
        try {
            long read = reader.skip(8192);
            while (read > 0) {
                read = reader.skip(8192);
            }
        } catch (SocketTimeoutException stillOpen) {
            throw new UncheckedIOException(stillOpen);
        } catch (IOException reset) {
            assertThat(reset).isNotNull();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

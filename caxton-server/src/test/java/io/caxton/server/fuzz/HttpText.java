package io.caxton.server.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request before it is written down. Its body is framed by Content-Length unless a header line frames it already.
 *
 * @param method as in the request line
 * @param target as in the request line
 * @param headers lines without their end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpText(String method, String target, List<String> headers, byte[] body) {
    static final byte[] NO_BODY = new byte[0];

    HttpText {
        headers = List.copyOf(headers);
    }

    static HttpText of(String method, String target) {
        return new HttpText(method, target, List.of(), NO_BODY);
    }

    static HttpText json(String method, String target, String body) {
        return of(method, target)
                .header("Content-Type: application/json")
                .body(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    HttpText method(String other) {
        return new HttpText(other, target, headers, body);
    }

    HttpText target(String other) {
        return new HttpText(method, other, headers, body);
    }

    HttpText header(String line) {
        List<String> more = new ArrayList<>(headers);
        more.add(line);
        return new HttpText(method, target, more, body);
    }

    HttpText without(String header) {
        return new HttpText(
                method,
                target,
                headers.stream()
                        .filter(line -> !line.regionMatches(true, 0, header + ":", 0, header.length() + 1))
                        .toList(),
                body);
    }

    HttpText body(byte[] other) {
        return new HttpText(method, target, headers, other);
    }

    /** The bytes to send; header lines are written as ISO 8859-1, so that every byte can be said. */
    byte[] bytes() {
        return bytes("HTTP/1.1");
    }

    byte[] bytes(String version) {
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + "\r\nHost: localhost\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (body.length > 0 && !isFramed()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return join(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private boolean isFramed() {
        return headers.stream()
                .map(line -> line.toLowerCase(java.util.Locale.ROOT))
                .anyMatch(line -> line.startsWith("content-length") || line.startsWith("transfer-encoding"));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

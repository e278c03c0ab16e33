package io.caxton.benchmarks.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Puts one HTTP/1.1 response together from what arrives, with a length or in chunks. Then it is ready for the next. */
final class ResponseReader {
    private static final int MAX_RESPONSE = 32 << 20;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private byte[] bytes = new byte[16 << 10];
    private int filled;
    private int head = -1;
    private int status;
    private int length;
    private boolean chunked;
    private boolean last;
    private byte[] body = {};

    /** Takes what arrived; whether the response is complete. */
    boolean read(ByteBuffer arrived) throws IOException {
        append(arrived);
        if (head < 0 && !readHead()) {
            return false;
        }
        boolean complete = chunked ? readChunks() : readLength();
        if (complete) {
            filled = 0;
            head = -1;
        }
        return complete;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    /** Whether the server closes the connection after it. */
    boolean isLast() {
        return last;
    }

    private void append(ByteBuffer arrived) throws IOException {
        int needed = filled + arrived.remaining();
        if (needed > MAX_RESPONSE) {
            throw new IOException("a response of more than " + MAX_RESPONSE + " bytes");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        arrived.get(bytes, filled, arrived.remaining());
        filled = needed;
    }

    private boolean readHead() throws IOException {
        int end = indexOf(END_OF_HEAD, 0);
        if (end < 0) {
            return false;
        }
        head = end + END_OF_HEAD.length;
        chunked = false;
        last = false;
        length = 0;
        String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length =
                        Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            } else if (lower.startsWith("connection:") && lower.contains("close")) {
                last = true;
            }
        }
        return true;
    }

    private boolean readLength() {
        if (filled - head < length) {
            return false;
        }
        body = Arrays.copyOfRange(bytes, head, head + length);
        return true;
    }

    private boolean readChunks() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = head;
        while (true) {
            int line = indexOf(new byte[] {'\r', '\n'}, at);
            if (line < 0) {
                return false;
            }
            int size = Integer.parseInt(new String(bytes, at, line - at, StandardCharsets.US_ASCII), 16);
            int end = line + 2 + size + 2;
            if (filled < end) {
                return false;
            }
            if (size == 0) {
                body = whole.toByteArray();
                return true;
            }
            whole.write(bytes, line + 2, size);
            at = end;
        }
    }

    private int indexOf(byte[] wanted, int from) {
        for (int i = from; i <= filled - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}

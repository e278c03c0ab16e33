package io.caxton.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a server said. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpAnswer(int status, List<String> headers, byte[] body) {
    HttpAnswer {
        headers = List.copyOf(headers);
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Server-sent events: the body ends when somebody hangs up. */
    boolean isEndless() {
        return header("Content-Type")
                .filter(v -> v.startsWith("text/event-stream"))
                .isPresent();
    }

    /** Whether no request can follow on its connection. */
    boolean endsConnection() {
        return status == 101
                || isEndless()
                || header("Connection")
                        .filter(v -> v.toLowerCase(Locale.ROOT).contains("close"))
                        .isPresent();
    }
}

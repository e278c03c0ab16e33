package io.caxton.server.fuzz;

import java.util.List;

/** Changes header lines and methods; the framing of the body stays sound. */
final class HeaderMutation {
    private static final List<String> LINES = List.of(
            "Accept: text/html",
            "Accept: ",
            "Accept: */*;q=x",
            "Accept: image/png, ;;;",
            "Accept-Language: \u00ff",
            "Content-Encoding: gzip",
            "Content-Encoding: identity, gzip",
            "Content-Language: x",
            "Content-MD5: x",
            "Expect: 100-continue",
            "Expect: the-unexpected",
            "If-Match: x",
            "If-Match: *",
            "If-Match: \"0\"",
            "If-Match: \"",
            "If-Match: W/\"1\"",
            "If-None-Match: *",
            "If-None-Match: \"1\", \"2\"",
            "If-None-Match: ,,",
            "If-Modified-Since: x",
            "Range: bytes=0-",
            "Range: bytes=9-1,,,",
            "Idempotency-Key: ",
            "Idempotency-Key: \u00e9",
            "Idempotency-Key: a\tb",
            "Idempotency-Key: 1\r\nIdempotency-Key: 2",
            "traceparent: x",
            "traceparent: 00-0-0-00",
            "traceparent: 00-00000000000000000000000000000000-0000000000000000-00",
            "tracestate: =,=,=",
            "Last-Event-ID: x",
            "Cookie: JSESSIONID=../../x",
            "Cookie: a=\"b; c=\u0080",
            "Authorization: Basic !!!",
            "Authorization: Bearer ",
            "Origin: null",
            "Forwarded: for=\"",
            "X-Forwarded-For: \u0080",
            "X-HTTP-Method-Override: DELETE",
            "X-Forwarded-Host: evil",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
            "Upgrade: websocket\r\nConnection: Upgrade",
            "Connection: keep-alive, close, x",
            "Keep-Alive: timeout=999999",
            "TE: trailers, \u0001",
            "Via: 1.1 a",
            "Max-Forwards: -1",
            "Proxy-Connection: x",
            "Host2: x",
            "X: ",
            "X-\u0001: y");

    private static final List<String> TYPES = List.of(
            "text/plain",
            "text/json",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "application/json; charset=latin1",
            "application/json; charset=\"",
            "application/json; charset=utf-7; charset=utf-8",
            "application/json;;;",
            "json",
            "/",
            "*/*",
            "application/*",
            "application/json, text/html",
            "application/vnd.x+json",
            "application/json\u0080",
            "");

    /** No line break, no space: such a method is refused by every server or unknown to this one. */
    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "PROPFIND",
            "get",
            "Get",
            "PRI",
            "QUERY",
            "X".repeat(100),
            "G\u00cbT");

    private HeaderMutation() {}

    static Mutant mutate(HttpText sample, Dice dice) {
        return switch (dice.below(8)) {
            case 0, 1, 2 -> possiblyValid(sample.header(dice.pick(LINES)), "line");
            case 3 -> {
                String type = dice.pick(TYPES);
                yield possiblyValid(sample.without("Content-Type").header("Content-Type: " + type), "type " + type);
            }
            case 4 -> possiblyValid(sample.without("Content-Type"), "no type");
            case 5 -> possiblyValid(sample.method(dice.pick(METHODS)), "method");
            case 6 -> huge(sample, dice);
            default -> possiblyValid(sample.header(dice.pick(LINES)).header(dice.pick(LINES)), "lines");
        };
    }

    private static Mutant possiblyValid(HttpText request, String how) {
        return Mutant.framed(request, Verdict.POSSIBLY_VALID, "header " + how);
    }

    private static Mutant huge(HttpText sample, Dice dice) {
        HttpText large = sample;
        switch (dice.below(3)) {
            case 0 -> large = sample.header("X-Large: " + "x".repeat(dice.between(16 << 10, 100_000)));
            case 1 -> large = sample.header("X".repeat(dice.between(16 << 10, 40_000)) + ": y");
            default -> {
                for (int i = dice.between(101, 300); i > 0; i--) {
                    large = large.header("X-" + i + ": y");
                }
            }
        }
        // The server stops reading at its bound, so that the rest of the request may meet a closed connection.
        return Mutant.last(large.bytes(), sample.method(), Verdict.BROKEN, "header huge");
    }
}

package io.caxton.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;

/** Lies about where a request ends, begins it strangely, or speaks another protocol. Nothing can follow on the connection. */
final class FramingMutation {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\nX-Smuggled: yes\r\n\r\n";

    private static final List<String> LENGTHS = List.of(
            "-1",
            "+5",
            "0x10",
            "1e3",
            "5,5",
            "5, 6",
            " ",
            "9223372036854775808",
            "99999999999999999999999",
            "5 5",
            "\u00b9",
            "a");

    private static final List<String> CODINGS = List.of(
            "xchunked",
            "gzip, chunked",
            "chunked, gzip",
            "identity",
            "chunked, chunked",
            "\u000bchunked",
            "\"chunked\"",
            "gzip",
            "");

    private static final List<String> CHUNKS = List.of(
            "zz\r\nabc\r\n0\r\n\r\n",
            "-5\r\nabc\r\n0\r\n\r\n",
            "fffffffffffffffff\r\nabc\r\n",
            "7fffffff\r\nabc\r\n",
            "80000000\r\nabc\r\n",
            "3\r\nabcdef\r\n0\r\n\r\n",
            "3;a=b;c=\"\u0001\r\nabc\r\n0\r\n\r\n",
            "3\nabc\n0\n\n",
            "0x3\r\nabc\r\n0\r\n\r\n",
            " 3\r\nabc\r\n0\r\n\r\n",
            "3\r\nab",
            "\r\n\r\n",
            "3;" + "x".repeat(20_000) + "\r\nabc\r\n0\r\n\r\n",
            "0\r\nContent-Length: 5\r\nX: y\r\n\r\n",
            "0\r\n" + "X: y\r\n".repeat(2_000) + "\r\n",
            "0\r\n" + SMUGGLED);

    /** Not HTTP/1.1, or only nearly; some are valid HTTP/1.0 or 0.9, whose answers may have no status line. */
    private static final List<String> NOT_HTTP = List.of(
            "\r\n\r\n\r\n",
            "\n",
            "GET\r\n\r\n",
            "GET / \r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            " GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\nHost: a\n\n",
            "GET / HTTP/1.1\r\rHost: a\r\r",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n",
            "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET http://localhost/api/v1/agents HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET http:// HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET http://evil/api/v1/agents HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET file:///etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            "SSH-2.0-x\r\n",
            "EHLO x\r\n",
            "*1\r\n$4\r\nPING\r\n",
            "\u0000\u0000\u0000\u0000",
            "GET / HTTP/1.1\r\nHost: a",
            "GE",
            "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
            "G\u0000T / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

    private static final List<String> VERSIONS = List.of(
            "HTTP/1.0",
            "HTTP/2.0",
            "HTTP/1.2",
            "HTTP/3",
            "HTTP/9.9",
            "HTTP/1",
            "http/1.1",
            "HTTP/1.1 x",
            "FTP/1.1",
            "",
            "HTTP/\u0661.1");

    private FramingMutation() {}

    static Mutant mutate(HttpText sample, Dice dice) {
        return switch (dice.below(9)) {
            case 0 -> cutOff(sample, dice);
            case 1 -> broken(sample.header("Content-Length: " + dice.pick(LENGTHS)), "length");
            case 2 -> shortLength(sample, dice);
            case 3 ->
                broken(
                        sample.header("Content-Length: " + sample.body().length).header("Content-Length: 3"),
                        "two lengths");
            case 4 -> smuggle(sample, dice);
            case 5 ->
                unknown(
                        sample.header("Transfer-Encoding: " + dice.pick(CODINGS))
                                .bytes(),
                        sample,
                        "coding");
            case 6 ->
                broken(
                        sample.header("Transfer-Encoding: chunked")
                                .body(dice.pick(CHUNKS).getBytes(ISO_8859_1)),
                        "chunks");
            case 7 -> unknown(sample.bytes(dice.pick(VERSIONS)), sample, "version");
            default -> Mutant.last(dice.pick(NOT_HTTP).getBytes(ISO_8859_1), "GET", Verdict.BROKEN, "framing not HTTP");
        };
    }

    private static Mutant broken(HttpText request, String how) {
        return Mutant.last(request.bytes(), request.method(), Verdict.BROKEN, "framing " + how);
    }

    private static Mutant unknown(byte[] bytes, HttpText sample, String how) {
        return Mutant.last(bytes, sample.method(), Verdict.UNKNOWN_TO_HTTP, "framing " + how);
    }

    /** Part of a request, then the end. */
    private static Mutant cutOff(HttpText sample, Dice dice) {
        byte[] whole = sample.bytes();
        byte[] part = Arrays.copyOf(whole, dice.below(whole.length));
        return Mutant.last(part, sample.method(), Verdict.CUT_OFF, "framing cut off");
    }

    /** The rest of the body looks like another request. */
    private static Mutant shortLength(HttpText sample, Dice dice) {
        int said = dice.below(sample.body().length + 1);
        return broken(sample.header("Content-Length: " + said), "short length");
    }

    private static Mutant smuggle(HttpText sample, Dice dice) {
        byte[] body = ("0\r\n\r\n" + SMUGGLED).getBytes(ISO_8859_1);
        String coding = dice.pick(List.of("chunked", "Chunked", "chunked ", "\tchunked"));
        return broken(
                sample.header("Content-Length: " + body.length)
                        .header("Transfer-Encoding: " + coding)
                        .body(body),
                "smuggle");
    }
}

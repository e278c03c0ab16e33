package io.caxton.spring.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.spring.peer.PeerFrames.Letter;
import io.caxton.swim.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the door says to those who are no nodes, or pretend to be others, over real HTTP. */
class PeerDoorTest {
    private static final ByteString KEY = ByteString.of(new byte[32]);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path directory;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static PeerNode encrypted;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static PeerNode clear;

    private final Random random = new Random(3);

    @BeforeAll
    static void start() {
        encrypted = PeerNode.start(directory, "locked", PeerNode.ENCRYPTED, "server.tomcat.connection-timeout=700ms");
        clear = PeerNode.start(directory, "open");
    }

    @AfterAll
    static void stop() {
        encrypted.close();
        clear.close();
    }

    private static HttpResponse<byte[]> post(PeerNode node, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header(RequestBody.LENGTH, Integer.toString(body.length))
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void isRefused(Refusal refusal, HttpResponse<byte[]> answer) {
        assertThat(answer.headers().firstValue(Refusal.HEADER)).contains(refusal.wireName());
        assertThat(answer.statusCode()).isEqualTo(refusal.status());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(refusal.detail());
    }

    private Session greet(PeerNode node, String client, ByteString... keys) throws Exception {
        byte[] nonce = new byte[Hello.NONCE];
        random.nextBytes(nonce);
        Hello hello = Hello.of(ByteString.of(nonce), client, node.id(), List.of(keys));
        HttpResponse<byte[]> answer = post(node, PeerPaths.SESSION, hello.encoded());
        assertThat(answer.statusCode()).isEqualTo(200);
        Welcome welcome = Welcome.decode(answer.body());
        return keys.length == 0
                ? Session.inTheClear(hello, welcome, 0)
                : Session.sealed(hello, welcome, keys[welcome.key()], 0);
    }

    private static byte[] seal(Session session, Letter letter) {
        return PeerFrames.request(
                session.id(), letter.number(), session.requests().seal(letter, "x".getBytes(StandardCharsets.UTF_8)));
    }

    private static final String FORWARD = PeerPaths.of(PeerOperation.FORWARD);

    @Test
    void whatWasCapturedIsNotTakenAgainNorChangedNorElsewhere() throws Exception {
        Session session = greet(encrypted, "a", KEY);
        Letter letter = session.nextLetter(PeerOperation.FORWARD);
        byte[] request = seal(session, letter);
        byte[] changed = request.clone();
        changed[changed.length - 1] ^= 1;
        isRefused(Refusal.FORGED, post(encrypted, FORWARD, changed));
        isRefused(Refusal.FORGED, post(encrypted, PeerPaths.of(PeerOperation.REGISTRY), request));
        HttpResponse<byte[]> answer = post(encrypted, FORWARD, request);
        assertThat(session.answers().open(letter.answered(), answer.body(), 0)).isEqualTo(new byte[] {'x'});
        isRefused(Refusal.REPLAYED, post(encrypted, FORWARD, request));
    }

    @Test
    void whoHasNoKeyGetsNothing() throws Exception {
        Hello wrong =
                Hello.of(ByteString.of(new byte[Hello.NONCE]), "a", "locked", List.of(ByteString.of(new byte[16])));
        isRefused(Refusal.WRONG_KEY, post(encrypted, PeerPaths.SESSION, wrong.encoded()));
        Hello none = Hello.of(ByteString.of(new byte[Hello.NONCE]), "a", "locked", List.of());
        isRefused(Refusal.WRONG_KEY, post(encrypted, PeerPaths.SESSION, none.encoded()));
        byte[] forged = Hello.of(ByteString.of(new byte[Hello.NONCE]), "a", "locked", List.of(KEY))
                .encoded();
        forged[4 + Hello.NONCE + 1] = 'z';
        isRefused(Refusal.WRONG_KEY, post(encrypted, PeerPaths.SESSION, forged));
        isRefused(Refusal.UNKNOWN_SESSION, post(encrypted, FORWARD, new byte[100]));
    }

    @Test
    void garbageIsRefusedByName() throws Exception {
        isRefused(Refusal.MALFORMED, post(encrypted, PeerPaths.SESSION, new byte[500]));
        isRefused(Refusal.TOO_LARGE, post(encrypted, PeerPaths.SESSION, new byte[Hello.MAX_BYTES + 1]));
        isRefused(Refusal.MALFORMED, post(encrypted, FORWARD, new byte[3]));
        Hello other = Hello.of(ByteString.of(new byte[Hello.NONCE]), "a", "somebody", List.of(KEY));
        isRefused(Refusal.OTHER_NODE, post(encrypted, PeerPaths.SESSION, other.encoded()));
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + encrypted.port() + FORWARD))
                .build();
        isRefused(Refusal.METHOD, HTTP.send(get, BodyHandlers.ofByteArray()));
        HttpRequest silent = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + encrypted.port() + FORWARD))
                .POST(BodyPublishers.ofByteArray(new byte[50]))
                .build();
        isRefused(Refusal.NO_LENGTH, HTTP.send(silent, BodyHandlers.ofByteArray()));
        int tooLong = encrypted.calls().maxBytes() + 1_000;
        assertThat(raw(
                        encrypted,
                        "POST " + FORWARD + " HTTP/1.1\r\nHost: x\r\nCaxton-Length: " + tooLong + "\r\nContent-Length: "
                                + tooLong + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void aBodyThatNeverComesIsNotWaitedForLong() throws Exception {
        Session session = greet(encrypted, "slow", KEY);
        byte[] request = seal(session, session.nextLetter(PeerOperation.FORWARD));
        String head = "POST " + FORWARD + " HTTP/1.1\r\nHost: x\r\nCaxton-Length: " + request.length
                + "\r\nContent-Length: " + request.length + "\r\n\r\n";
        assertThat(raw(encrypted, head)).startsWith("HTTP/1.1 408");
        String most = head + new String(request, 0, request.length - 1, StandardCharsets.ISO_8859_1);
        assertThat(raw(encrypted, most)).startsWith("HTTP/1.1 408");
    }

    /** All that is said until the other side hangs up. */
    private static String raw(PeerNode node, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(node.port()))) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void otherPathsAreNotTheDoors() throws Exception {
        for (String path :
                List.of("/peer/v1/unknown", "/peer/v1/", FORWARD + "/", FORWARD + ";a=b", "/peer/v2/forward")) {
            HttpResponse<byte[]> answer = post(encrypted, path, new byte[100]);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue(Refusal.HEADER)).isEmpty();
        }
    }

    @Test
    void pagesOfABrowserAreTurnedAwayEverywhere() throws Exception {
        byte[] hello = Hello.of(ByteString.of(new byte[Hello.NONCE]), "a", "open", List.of())
                .encoded();
        isRefused(Refusal.NOT_ALLOWED, post(clear, PeerPaths.SESSION, hello, "Origin", "http://evil.example"));
        isRefused(Refusal.NOT_ALLOWED, post(clear, PeerPaths.SESSION, hello, "Sec-Fetch-Site", "cross-site"));
        isRefused(Refusal.NOT_ALLOWED, post(encrypted, PeerPaths.SESSION, hello, "Origin", "null"));
    }

    @Test
    void withoutKeysNothingIsTakenThatWasPassedOn() throws Exception {
        byte[] hello = Hello.of(ByteString.of(new byte[Hello.NONCE]), "a", "open", List.of())
                .encoded();
        isRefused(Refusal.NOT_ALLOWED, post(clear, PeerPaths.SESSION, hello, "X-Forwarded-For", "192.0.2.1"));
        isRefused(Refusal.NOT_ALLOWED, post(clear, PeerPaths.SESSION, hello, "Forwarded", "for=192.0.2.1"));
        Session session = greet(clear, "a");
        HttpResponse<byte[]> answer = post(clear, FORWARD, seal(session, session.nextLetter(PeerOperation.FORWARD)));
        assertThat(answer.body()).isEqualTo(new byte[] {'x'});
    }

    @Test
    void onlyLoopbackAddressesAreOfThisMachine() {
        assertThat(CallerCheck.isLoopback("127.0.0.1")).isTrue();
        assertThat(CallerCheck.isLoopback("127.8.8.8")).isTrue();
        assertThat(CallerCheck.isLoopback("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(CallerCheck.isLoopback("::1")).isTrue();
        assertThat(CallerCheck.isLoopback("localhost")).isTrue();
        assertThat(CallerCheck.isLoopback("192.0.2.1")).isFalse();
        assertThat(CallerCheck.isLoopback("localhost.evil.example")).isFalse();
        assertThat(CallerCheck.isLoopback("")).isFalse();
    }
}

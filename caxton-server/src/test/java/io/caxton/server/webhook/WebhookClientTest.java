package io.caxton.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caxton.server.webhook.PostResult.Answered;
import io.caxton.server.webhook.PostResult.Failed;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One post over real sockets. */
class WebhookClientTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String SMALL = "caxton.webhook.max-response-size=1KB";
    private static final String PATIENT = "caxton.webhook.timeout=60s";
    private static final String HASTY = "caxton.webhook.timeout=5s";

    @TempDir
    Path folder;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void stop() {
        receiver.close();
    }

    private static PostResult post(DnsResolver dns, SSLContext trust, String url, String... allowed) {
        return post(PATIENT, dns, trust, url, allowed);
    }

    private static PostResult post(String timeout, DnsResolver dns, SSLContext trust, String url, String... allowed) {
        Targets targets = new Targets(List.of(allowed), List.of(), dns);
        try (WebhookClient client = new WebhookClient(WebhookPropertiesTest.bind(SMALL, timeout), targets, trust)) {
            HttpPost post = new HttpPost(URI.create(url));
            post.setEntity(new ByteArrayEntity("{}".getBytes(UTF_8), ContentType.APPLICATION_JSON));
            return client.post(post);
        }
    }

    private static PostResult post(String url) throws Exception {
        return post(SystemDefaultDnsResolver.INSTANCE, SSLContext.getDefault(), url, "127.0.0.1");
    }

    private static PostResult postHastily(String url) throws Exception {
        return post(HASTY, SystemDefaultDnsResolver.INSTANCE, SSLContext.getDefault(), url, "127.0.0.1");
    }

    @Test
    void bringsBackTheStatusAndRetryAfter() throws Exception {
        receiver.on("/a", (exchange, post) -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(503, -1);
        });
        assertThat(post(receiver.url("/a"))).isEqualTo(new Answered(503, Optional.of("7")));
        assertThat(receiver.posts("/a")).singleElement().satisfies(post -> {
            assertThat(post.header("Content-Type")).startsWith("application/json");
            assertThat(post.header("Upgrade")).isEmpty();
            assertThat(post.header("Cookie")).isEmpty();
        });
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws Exception {
        receiver.on("/from", (exchange, post) -> {
            exchange.getResponseHeaders().add("Location", receiver.url("/to"));
            exchange.sendResponseHeaders(307, -1);
        });
        assertThat(post(receiver.url("/from"))).isEqualTo(new Answered(307, Optional.empty()));
        assertThat(receiver.posts("/to")).isEmpty();
    }

    @Test
    void silenceEndsAtTheTimeout() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        receiver.on("/silent", (exchange, post) -> await(over));
        assertThat(postHastily(receiver.url("/silent"))).isEqualTo(new Failed("no answer within 5000 ms"));
        over.countDown();
    }

    @Test
    void headersThatDribbleEndAtTheTimeout() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread dribbler = new Thread(() -> dribble(socket));
            dribbler.start();
            assertThat(postHastily("http://127.0.0.1:" + socket.getLocalPort() + "/"))
                    .isEqualTo(new Failed("no answer within 5000 ms"));
            dribbler.join(60_000);
            assertThat(dribbler.isAlive()).isFalse();
        }
    }

    /** A byte now and then, so that no read ever times out, until the other side is gone. */
    private static void dribble(ServerSocket socket) {
        try (var connection = socket.accept()) {
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\nx: ".getBytes(UTF_8));
            while (true) {
                connection.getOutputStream().write('x');
                connection.getOutputStream().flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (Exception e) {
            // The client hung up, as it should.
        }
    }

    @Test
    void aStatusCountsThoughItsBodyNeverEnds() throws Exception {
        receiver.on("/endless", (exchange, post) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[64 * 1024];
            while (true) {
                exchange.getResponseBody().write(chunk);
            }
        });
        assertThat(post(receiver.url("/endless"))).isEqualTo(new Answered(200, Optional.empty()));
        CountDownLatch over = new CountDownLatch(1);
        receiver.on("/stuck", (exchange, post) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(over);
        });
        assertThat(postHastily(receiver.url("/stuck"))).isEqualTo(new Answered(200, Optional.empty()));
        over.countDown();
    }

    @Test
    void nobodyThereIsAFailure() throws Exception {
        int port = receiver.port();
        receiver.close();
        assertThat(post("http://127.0.0.1:" + port + "/")).isEqualTo(new Failed("could not connect"));
        assertThat(post("http://nowhere.invalid/"))
                .isEqualTo(new Failed("its host is not known or has no address that may be posted to"));
    }

    @Test
    void anAnswerThatIsNotHttpIsAFailure() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread rude = new Thread(() -> {
                try (var connection = socket.accept()) {
                    connection.getInputStream().read();
                    connection.getOutputStream().write("SSH-2.0-hello\r\n\r\n".getBytes(UTF_8));
                } catch (Exception e) {
                    // Not the point here.
                }
            });
            rude.start();
            assertThat(post("http://127.0.0.1:" + socket.getLocalPort() + "/")).isInstanceOf(Failed.class);
        }
    }

    @Test
    void aLiteralAddressIsCheckedWhenConnecting() throws Exception {
        PostResult result =
                post(SystemDefaultDnsResolver.INSTANCE, SSLContext.getDefault(), receiver.url("/a"), "10.0.0.0/8");
        assertThat(result).isEqualTo(new Failed("its host is not known or has no address that may be posted to"));
        assertThat(receiver.posts("/a")).isEmpty();
    }

    /** First a public address, for the check at registration; then the one of this machine. */
    @Test
    void aNameThatIsReboundIsNotConnectedTo() throws Exception {
        FakeDns dns = new FakeDns()
                .answers("rebind.example", InetAddress.getByName("1.1.1.1"))
                .answers("rebind.example", InetAddress.getLoopbackAddress());
        String url = "http://rebind.example:" + receiver.port() + "/a";
        assertThat(new Targets(List.of(), List.of(), dns).refusal(URI.create(url), dns))
                .isEmpty();
        assertThat(post(dns, SSLContext.getDefault(), url))
                .isEqualTo(new Failed("its host is not known or has no address that may be posted to"));
        assertThat(receiver.posts("/a")).isEmpty();
    }

    @Test
    void tlsIsVerifiedByNameThoughTheAddressWasChosenHere() throws Exception {
        KeyStore keys = certificateFor("hooks.example");
        HttpsServer server = Receiver.bind(HttpsServer::create);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        try (Receiver secure = new Receiver(server)) {
            InetAddress here = InetAddress.getLoopbackAddress();
            FakeDns dns = new FakeDns().answers("hooks.example", here).answers("other.example", here);
            String port = ":" + secure.port() + "/a";
            assertThat(post(dns, SSLContext.getDefault(), "https://hooks.example" + port, "127.0.0.1"))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).startsWith("TLS failed"));
            assertThat(post(dns, context(keys), "https://other.example" + port, "127.0.0.1"))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).startsWith("TLS failed"));
            assertThat(secure.posts("/a")).isEmpty();
            assertThat(post(dns, context(keys), "https://hooks.example" + port, "127.0.0.1"))
                    .isEqualTo(new Answered(204, Optional.empty()));
            assertThat(secure.posts("/a"))
                    .singleElement()
                    .satisfies(post -> assertThat(post.header("Host")).isEqualTo("hooks.example:" + secure.port()));
        }
    }

    private KeyStore certificateFor(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    /** Shows this certificate and trusts it. */
    private static SSLContext context(KeyStore keys) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

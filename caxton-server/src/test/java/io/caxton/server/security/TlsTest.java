package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caxton.server.CaxtonServerApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** TLS as docs/operations.md says to set it up. */
class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private ConfigurableApplicationContext start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--caxton.data-dir=" + directory.resolve("data"),
                "--server.ssl.bundle=web",
                "--spring.ssl.bundle.pem.web.reload-on-update=true",
                "--spring.ssl.bundle.pem.web.keystore.certificate=" + directory.resolve("node.crt"),
                "--spring.ssl.bundle.pem.web.keystore.private-key=" + directory.resolve("node.key"),
                "--spring.ssl.bundle.watch.file.quiet-period=100ms"));
        arguments.addAll(Arrays.asList(more));
        return SpringApplication.run(CaxtonServerApplication.class, arguments.toArray(String[]::new));
    }

    /** A client that never heard of the node before, so that nothing of an earlier session is used again. */
    private static X509Certificate served(ConfigurableApplicationContext node, TestCertificate trusted)
            throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(trusted.trustedBy(null)).build();
        var answer = client.send(liveness(node), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private static HttpRequest liveness(ConfigurableApplicationContext node) {
        String port = node.getEnvironment().getProperty("local.server.port", "");
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/actuator/health/liveness"))
                .timeout(PATIENCE)
                .build();
    }

    @Test
    void aNewCertificateIsServedWithoutARestart() throws Exception {
        TestCertificate first = TestCertificate.make(directory, "first");
        first.writeTo(directory.resolve("node.crt"), directory.resolve("node.key"));
        try (ConfigurableApplicationContext node = start()) {
            assertThat(served(node, first)).isEqualTo(first.certificate());
            TestCertificate second = TestCertificate.make(directory, "second");
            second.writeTo(directory.resolve("node.crt"), directory.resolve("node.key"));
            assertThat(awaitServed(node, second)).isEqualTo(second.certificate());
        }
    }

    private static X509Certificate awaitServed(ConfigurableApplicationContext node, TestCertificate expected)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return served(node, expected);
            } catch (IOException stillTheOldOne) {
                assertThat(System.nanoTime()).as("%s", stillTheOldOne).isLessThan(end);
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    @Test
    void clientsMayBeAskedForACertificateToo() throws Exception {
        TestCertificate server = TestCertificate.make(directory, "server");
        server.writeTo(directory.resolve("node.crt"), directory.resolve("node.key"));
        TestCertificate client = TestCertificate.make(directory, "client");
        client.writeTo(directory.resolve("clients.crt"), directory.resolve("client.key"));
        try (ConfigurableApplicationContext node = start(
                "--server.ssl.client-auth=need",
                "--spring.ssl.bundle.pem.web.truststore.certificate=" + directory.resolve("clients.crt"))) {
            HttpClient known =
                    HttpClient.newBuilder().sslContext(server.trustedBy(client)).build();
            assertThat(known.send(liveness(node), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            HttpClient unknown =
                    HttpClient.newBuilder().sslContext(server.trustedBy(null)).build();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> unknown.send(liveness(node), BodyHandlers.ofString()));
        }
    }
}

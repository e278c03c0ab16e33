package io.caxton.server.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit code is the node's readiness, and an answer that does not come is none. */
class ReadinessProbeTest {
    private static final char[] PASSWORD = "password".toCharArray();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int ask(URI target) {
        return ReadinessProbe.ask(target, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private static HttpServer answering(HttpServer server, int status) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/actuator/health/readiness", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Map<String, String> port(HttpServer server) {
        return Map.of("SERVER_PORT", Integer.toString(server.getAddress().getPort()), "SERVER_ADDRESS", "0.0.0.0");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1", "404, 1", "401, 1"})
    void onlyAnAnswerThatSaysReadyIsReady(int status, int exitCode) throws IOException {
        HttpServer node = answering(HttpServer.create(), status);
        try {
            assertThat(ask(ReadinessProbe.target(port(node)))).isEqualTo(exitCode);
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains("readiness answers " + status);
        } finally {
            node.stop(0);
        }
    }

    @Test
    void nobodyThereIsNotReady() throws IOException {
        HttpServer node = answering(HttpServer.create(), 200);
        URI target = ReadinessProbe.target(port(node));
        node.stop(0);
        assertThat(ask(target)).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(target + " does not answer: ");
    }

    @Test
    void whatIsNoAddressOfANodeIsNotReady() {
        assertThat(ask(URI.create("mailto:node@example.com"))).isEqualTo(1);
        assertThat(ask(URI.create("relative"))).isEqualTo(1);
    }

    @Test
    void theCertificateOfTheOwnNodeMayBeMadeOutToAnyName(@TempDir Path directory) throws Exception {
        HttpsServer node = HttpsServer.create();
        node.setHttpsConfigurator(new HttpsConfigurator(selfSigned(directory.resolve("node.p12"))));
        answering(node, 200);
        try {
            URI target = URI.create("https://127.0.0.1:" + node.getAddress().getPort() + "/actuator/health/readiness");
            assertThat(ask(target)).as("%s", printed).isEqualTo(0);
        } finally {
            node.stop(0);
        }
    }

    private static SSLContext selfSigned(Path file) throws Exception {
        String password = new String(PASSWORD);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "one", "-keyalg", "EC", "-dname", "CN=elsewhere.example.com"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", password));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isEqualTo(0);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; http://127.0.0.1:8080/actuator/health/readiness",
                "SERVER_PORT=9000; http://127.0.0.1:9000/actuator/health/readiness",
                "SERVER_ADDRESS=0.0.0.0; http://127.0.0.1:8080/actuator/health/readiness",
                "SERVER_ADDRESS=::; http://127.0.0.1:8080/actuator/health/readiness",
                "SERVER_ADDRESS=10.0.0.7; http://10.0.0.7:8080/actuator/health/readiness",
                "SERVER_ADDRESS=fd00::7; http://[fd00::7]:8080/actuator/health/readiness",
                "SERVER_SSL_BUNDLE=web; https://127.0.0.1:8080/actuator/health/readiness",
                "SERVER_SSL_ENABLED=true; https://127.0.0.1:8080/actuator/health/readiness",
                "SERVER_SSL_ENABLED=false; http://127.0.0.1:8080/actuator/health/readiness",
                "SERVER_SERVLET_CONTEXTPATH=/caxton; http://127.0.0.1:8080/caxton/actuator/health/readiness"
            })
    void asksWhereTheEnvironmentSaysThatTheNodeListens(String variable, URI expected) {
        String[] parts = variable.split("=", 2);
        Map<String, String> environment = variable.isEmpty() ? Map.of() : Map.of(parts[0], parts[1]);
        assertThat(ReadinessProbe.target(environment)).isEqualTo(expected);
    }
}

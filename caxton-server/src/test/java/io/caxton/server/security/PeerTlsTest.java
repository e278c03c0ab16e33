package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caxton.server.CaxtonServerApplication;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.forward.CaxtonForwardAutoConfiguration;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.H2AsyncClientBuilder;
import org.apache.hc.core5.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Nodes that ask their clients for credentials call each other past them, with certificates if there are any. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PeerTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(ConfigurableApplicationContext::close);
    }

    /** Answers what it was asked, instead of the node. */
    @Configuration(proxyBeanMethods = false)
    static class Echo {
        @Bean
        PeerHandler echo() {
            return new PeerHandler() {
                @Override
                public PeerOperation operation() {
                    return PeerOperation.FORWARD;
                }

                @Override
                public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
                    return CompletableFuture.completedFuture(body);
                }
            };
        }
    }

    private ConfigurableApplicationContext start(String id, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.autoconfigure.exclude=" + CaxtonForwardAutoConfiguration.class.getName(),
                "--server.port=0",
                "--caxton.node-id=" + id,
                "--caxton.data-dir=" + directory.resolve(id),
                "--caxton.local-state.synchronous=off",
                "--caxton.cluster.enabled=true",
                "--caxton.cluster.bind=127.0.0.1:0",
                "--caxton.cluster.profile=local",
                "--caxton.cluster.encryption-keys=" + Base64.getEncoder().encodeToString(new byte[32]),
                "--caxton.security.api-keys[0].id=ops",
                "--caxton.security.api-keys[0].sha256=" + "0123456789abcdef".repeat(4),
                "--caxton.security.api-keys[0].roles=admin"));
        arguments.addAll(Arrays.asList(more));
        Map<String, String> last = new LinkedHashMap<>();
        arguments.forEach(argument -> last.put(argument.substring(0, argument.indexOf('=')), argument));
        var node = new SpringApplication(CaxtonServerApplication.class, Echo.class)
                .run(last.values().toArray(String[]::new));
        nodes.add(node);
        return node;
    }

    private static String seed(ConfigurableApplicationContext node) {
        return "--caxton.cluster.seeds="
                + node.getBean(ClusterNode.class).address().orElseThrow();
    }

    private static PeerCalls knowing(ConfigurableApplicationContext node, String other) {
        ClusterNode cluster = node.getBean(ClusterNode.class);
        await().atMost(PATIENCE)
                .until(() -> cluster.member(other).flatMap(ClusterMember::http).isPresent());
        return node.getBean(PeerCalls.class);
    }

    private String[] tls(String id, String clientAuth) {
        return new String[] {
            "--server.ssl.bundle=node",
            "--server.ssl.client-auth=" + clientAuth,
            "--caxton.cluster.peer.ssl-bundle=node",
            "--spring.ssl.bundle.pem.node.keystore.certificate=" + directory.resolve(id + ".crt"),
            "--spring.ssl.bundle.pem.node.keystore.private-key=" + directory.resolve(id + ".key"),
            "--spring.ssl.bundle.pem.node.truststore.certificate=" + directory.resolve("trusted.crt")
        };
    }

    private void certificates() throws Exception {
        StringBuilder trusted = new StringBuilder();
        for (String id : List.of("a", "b", "c")) {
            TestCertificate.make(directory, id).writeTo(directory.resolve(id + ".crt"), directory.resolve(id + ".key"));
            if (!id.equals("c")) {
                trusted.append(Files.readString(directory.resolve(id + ".crt")));
            }
        }
        Files.writeString(directory.resolve("trusted.crt"), trusted);
    }

    private static String[] plus(String[] some, String more) {
        String[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = more;
        return all;
    }

    @Test
    void nodesShowEachOtherTheirCertificates() throws Exception {
        certificates();
        var a = start("a", tls("a", "need"));
        var b = start("b", plus(tls("b", "need"), seed(a)));
        ClusterMember seen = a.getBean(ClusterNode.class)
                .member("b")
                .orElse(b.getBean(ClusterNode.class).member("b").orElseThrow());
        assertThat(knowing(a, "b").call("b", PeerOperation.FORWARD, HELLO).get(1, TimeUnit.MINUTES))
                .isEqualTo(HELLO);
        assertThat(knowing(b, "a").call("a", PeerOperation.FORWARD, HELLO).get(1, TimeUnit.MINUTES))
                .isEqualTo(HELLO);
        assertThat(seen.web().orElseThrow().getScheme()).isEqualTo("https");
        var stranger = start("c", plus(tls("c", "need"), seed(a)));
        PeerCalls ofStranger = knowing(stranger, "a");
        assertThatThrownBy(
                        () -> ofStranger.call("a", PeerOperation.FORWARD, HELLO).get(1, TimeUnit.MINUTES))
                .hasMessageContaining("did not answer");
        PeerCalls toStranger = knowing(a, "c");
        assertThatThrownBy(
                        () -> toStranger.call("c", PeerOperation.FORWARD, HELLO).get(1, TimeUnit.MINUTES))
                .hasMessageContaining("it cannot be reached");
    }

    @Test
    void theDoorAsksForNoCredentialsOfClientsAndNoOtherPathGoesPastThem() throws Exception {
        var a = start("a");
        var b = start("b", seed(a));
        byte[] large = new byte[knowing(a, "b").maxBytes()];
        assertThat(knowing(a, "b").call("b", PeerOperation.FORWARD, large).get(1, TimeUnit.MINUTES))
                .isEqualTo(large);
        String port = b.getEnvironment().getRequiredProperty("local.server.port");
        assertThat(post(port, "/peer/v1/forward", "Caxton-Length", "5")
                        .headers()
                        .firstValue("Caxton-Refusal"))
                .contains("malformed");
        for (String path : List.of(
                "/peer/v1/unknown",
                "/peer/v1/forward/",
                "/peer/v1/forward;a=b",
                "/peer/v1/forward/../../../api/v1/agents",
                "/peer/v1/%66orward",
                "/api/v1/agents")) {
            assertThat(post(port, path, "Caxton-Length", "5").statusCode())
                    .as(path)
                    .isIn(400, 401);
        }
    }

    /** Java's client asks every plain server to change to HTTP/2 with its first request, whatever that carries. */
    @Test
    void aClientThatAsksToChangeToHttp2IsServedAsItIs() throws Exception {
        var node = start("a", "--caxton.cluster.enabled=false");
        String port = node.getEnvironment().getRequiredProperty("local.server.port");
        HttpResponse<String> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/peer/v1/forward"))
                                .POST(BodyPublishers.ofByteArray(new byte[100_000]))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode())
                .as("without a cluster there is no such door")
                .isEqualTo(401);
    }

    /** The guard against rebinding knows the name that HTTP/2 carries elsewhere. */
    @Test
    void aNameThatIsNotTheNodesIsRefusedOverHttp2Too() throws Exception {
        var node = start("a", "--caxton.cluster.enabled=false");
        String port = node.getEnvironment().getRequiredProperty("local.server.port");
        try (var client = H2AsyncClientBuilder.create()
                .setDnsResolver(new LoopbackResolver())
                .build()) {
            client.start();
            assertThat(status(client, "localhost", port)).isEqualTo(200);
            assertThat(status(client, "evil.example", port)).isEqualTo(403);
        }
    }

    private static int status(CloseableHttpAsyncClient client, String name, String port) throws Exception {
        SimpleHttpResponse answer = client.execute(
                        SimpleRequestBuilder.get("http://" + name + ":" + port + "/actuator/health/liveness")
                                .build(),
                        null)
                .get(1, TimeUnit.MINUTES);
        assertThat(Objects.requireNonNull(answer).getVersion()).isEqualTo(HttpVersion.HTTP_2);
        return answer.getCode();
    }

    /** Every name is this machine, as after a rebinding. */
    private static final class LoopbackResolver implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) {
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private static HttpResponse<String> post(String port, String path, String header, String value) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header(header, value)
                                .POST(BodyPublishers.ofString("12345"))
                                .build(),
                        BodyHandlers.ofString());
    }
}

package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.MemberStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class HttpAddressTest {
    private static Optional<String> told(String bound, String address, String said, String clusterHost) {
        MockEnvironment environment = new MockEnvironment().withProperty("server.address", address);
        if (!bound.isEmpty()) {
            environment.setProperty("local.server.port", bound);
        }
        return HttpAddress.of(environment, HostPort.parse(said), clusterHost);
    }

    @ParameterizedTest
    @CsvSource({
        "8080, 10.0.0.1, '', 10.0.0.2, 10.0.0.1:8080",
        "8080, 0.0.0.0, '', 10.0.0.2, 10.0.0.2:8080",
        "8080, '', '', 10.0.0.2, 10.0.0.2:8080",
        "8080, ::, '', fd00::2, [fd00::2]:8080",
        "8080, 127.0.0.1, '', 127.0.0.1, 127.0.0.1:8080",
        "8080, 127.0.0.1, proxy.example.com, 10.0.0.2, proxy.example.com:8080",
        "8080, 127.0.0.1, proxy.example.com:443, 10.0.0.2, proxy.example.com:443",
        "'', '', proxy.example.com:443, 10.0.0.2, proxy.example.com:443"
    })
    void isWhereOthersReachTheWebServer(
            String bound, String address, String said, String clusterHost, String expected, CapturedOutput output) {
        assertThat(told(bound, address, said, clusterHost)).contains(expected);
        assertThat(output.getAll()).doesNotContain("WARN");
    }

    private static Map<String, String> tags(String... properties) {
        MockEnvironment environment = new MockEnvironment();
        for (int i = 0; i < properties.length; i += 2) {
            environment.setProperty(properties[i], properties[i + 1]);
        }
        return HttpAddress.tags(environment);
    }

    @Test
    void tlsAndPathAreToldIfThereAreAny(CapturedOutput output) {
        assertThat(tags()).isEmpty();
        assertThat(tags("server.ssl.bundle", "node")).isEqualTo(Map.of("tls", "true"));
        assertThat(tags("server.ssl.bundle", "node", "server.ssl.enabled", "false"))
                .isEmpty();
        assertThat(tags("caxton.cluster.peer.tls", "true")).isEqualTo(Map.of("tls", "true"));
        assertThat(tags("server.ssl.key-store", "node.p12", "caxton.cluster.peer.tls", "false"))
                .isEmpty();
        assertThat(tags("server.servlet.context-path", "/app")).isEqualTo(Map.of("path", "/app"));
        assertThat(output.getAll()).doesNotContain("WARN");
        assertThat(tags("server.servlet.context-path", "/" + "a".repeat(200))).isEmpty();
        assertThat(output.getAll()).contains("Members cannot call this node");
    }

    private static Optional<String> web(String... tags) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < tags.length; i += 2) {
            all.put(tags[i], tags[i + 1]);
        }
        return new ClusterMember("b", Optional.empty(), MemberStatus.ALIVE, 1, all, false)
                .web()
                .map(Object::toString);
    }

    /** Tags are made by others. */
    @Test
    void onlyAHostAPortAndAPlainPathAreAnAddress() {
        assertThat(web("http", "10.0.0.1:80")).contains("http://10.0.0.1:80");
        assertThat(web("http", "[fd00::2]:80", "tls", "true", "path", "/app")).contains("https://[fd00::2]:80/app");
        assertThat(web()).isEmpty();
        for (String nonsense : List.of(
                "",
                "10.0.0.1",
                "10.0.0.1:0",
                "10.0.0.1:99999",
                "user@h:80",
                "h:80/x",
                "h:80?x",
                "http://h:80",
                "a b:80")) {
            assertThat(web("http", nonsense)).as(nonsense).isEmpty();
        }
        for (String nonsense :
                List.of("app", "/", "//evil", "/a?b", "/a b", "/a#b", "/%2e%2e", "/a/" + "b".repeat(150))) {
            assertThat(web("http", "10.0.0.1:80", "path", nonsense))
                    .as(nonsense)
                    .isEmpty();
        }
    }

    @Test
    void withoutAWebServerThereIsNone() {
        assertThat(told("", "", "", "10.0.0.2")).isEmpty();
        assertThat(told("", "", "proxy.example.com", "10.0.0.2")).isEmpty();
    }

    @Test
    void aWebServerThatOthersCannotReachIsWarnedOf(CapturedOutput output) {
        assertThat(told("8080", "127.0.0.1", "", "10.0.0.2")).contains("127.0.0.1:8080");
        assertThat(output.getAll()).contains("WARN", "they will not reach that", "caxton.cluster.http-advertise");
    }
}

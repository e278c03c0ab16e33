package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
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

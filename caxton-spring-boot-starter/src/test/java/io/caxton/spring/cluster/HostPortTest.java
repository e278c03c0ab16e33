package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, -1",
        "10.0.0.1:7946, 10.0.0.1, 7946",
        "node-1.example.com:1, node-1.example.com, 1",
        "my_host:0, my_host, 0",
        "[::1]:7946, ::1, 7946",
        "[fe80::1%eth0]:7946, fe80::1%eth0, 7946",
        "[::1], ::1, -1",
        "fd00::7, fd00::7, -1",
        "::ffff:10.0.0.1, ::ffff:10.0.0.1, -1"
    })
    void readsWhatPeopleWrite(String text, String host, int port) {
        assertThat(HostPort.parse(text))
                .contains(new HostPort(host, port < 0 ? OptionalInt.empty() : OptionalInt.of(port)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a:",
                ":1",
                "a:b",
                "a:65536",
                "a:123456",
                "a b",
                "http://a",
                "a/b",
                "10.0.0.1:1:2",
                "[::1",
                "[a]:1"
            })
    void refusesTheRest(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1:80", "fd00::7, [fd00::7]:80"})
    void writesBoth(String host, String text) {
        assertThat(HostPort.join(host, 80)).isEqualTo(text);
    }
}

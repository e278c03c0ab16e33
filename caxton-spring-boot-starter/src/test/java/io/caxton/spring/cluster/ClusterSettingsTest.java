package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caxton.spring.properties.ClusterProperties;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.net.NetSettings;
import io.caxton.swim.wire.Security;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ClusterSettingsTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZg==";

    private static ClusterProperties properties(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            values.put("caxton.cluster." + pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caxton.cluster", ClusterProperties.class);
    }

    private static ClusterSettings read(String... pairs) {
        return ClusterSettings.of(properties(pairs), () -> addresses("10.0.0.7", "203.0.113.9", "fd00::7"));
    }

    private static List<InetAddress> addresses(String... texts) {
        return List.of(texts).stream().map(ClusterSettingsTest::address).toList();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void theDefaultsAreThoseOfTheLibrary() {
        NetSettings net = read().toNetSettings("a", Security.none()).build();
        assertThat(net.bind().getPort()).isEqualTo(NetSettings.DEFAULT_PORT);
        assertThat(net.bind().getAddress().isLoopbackAddress()).isTrue();
        assertThat(net.swim()).isEqualTo(SwimSettings.LAN);
        assertThat(net.streamTimeout()).isEqualTo(NetSettings.DEFAULT_STREAM_TIMEOUT);
        assertThat(net.maxStreams()).isEqualTo(NetSettings.DEFAULT_MAX_STREAMS);
        assertThat(net.seeds()).isEmpty();
        assertThat(net.security().label()).isEmpty();
        assertThat(properties().toString()).doesNotContain("encryption");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lan", "wan", "local", "fast"})
    void everyProfileIsThere(String profile) {
        SwimSettings expected = Map.of(
                        "lan",
                        SwimSettings.LAN,
                        "wan",
                        SwimSettings.WAN,
                        "local",
                        SwimSettings.LOCAL,
                        "fast",
                        SwimSettings.FAST)
                .getOrDefault(profile, SwimSettings.LAN);
        assertThat(properties("profile=" + profile, "max-members=9", "forget-after=1h")
                        .toSettings())
                .isEqualTo(expected.toBuilder()
                        .maxMembers(9)
                        .forgetAfter(Duration.ofHours(1))
                        .build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bind=                              | caxton.cluster.bind must be an address of this machine and a port
            bind=127.0.0.1:7946:1              | caxton.cluster.bind must be host, host:port or [IPv6]:port, not '127.0.0.1:7946:1'
            bind=127.0.0.1:99999               | caxton.cluster.bind must be host, host:port
            bind=http://127.0.0.1              | caxton.cluster.bind must be host, host:port
            bind=no-such-host.invalid:7946     | caxton.cluster.bind names the host 'no-such-host.invalid', whose address is not known
            advertise=10.0.0.1:x               | caxton.cluster.advertise must be host, host:port
            advertise=224.0.0.1:7946           | caxton.cluster.advertise must be the address of one node
            advertise=0.0.0.0:7946             | caxton.cluster.advertise must be the address of one node
            seeds=10.0.0.1,a b                 | caxton.cluster.seeds[1] must be host, host:port, [IPv6]:port or srv:name, not 'a b'
            seeds=10.0.0.1:0                   | caxton.cluster.seeds[0] must be host
            seeds=srv:                         | caxton.cluster.seeds[0] must be host
            encryption-keys=MTIz               | caxton.cluster.encryption-keys[0] must be 16, 24 or 32 bytes in base64
            encryption-keys=MDEyMzQ1Njc4OWFiY2RlZg==,se~cret | caxton.cluster.encryption-keys[1] must be 16, 24 or 32 bytes
            http-advertise=https://a/          | caxton.cluster.http-advertise must be host
            """)
    void whatIsWrongIsNamedWithItsReason(String property, String said) {
        assertThatExceptionOfType(ClusterConfigurationException.class)
                .isThrownBy(() -> read(property))
                .withMessageContaining(said)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("se~cret", "MTIz"));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThatExceptionOfType(ClusterConfigurationException.class)
                .isThrownBy(() -> read("seeds=a b", "encryption-keys=x", "label=" + "x".repeat(256)))
                .satisfies(e -> assertThat(e.mistakes()).hasSize(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7946", "[::]:7946", "192.0.2.1:7946", "192.0.2.1"})
    void withoutAKeyItStaysOnTheLoopbackAddress(String bind) {
        assertThatExceptionOfType(ClusterConfigurationException.class)
                .isThrownBy(() -> read("bind=" + bind))
                .withMessageContaining("caxton.cluster.bind lets the node listen where others can reach it")
                .satisfies(e -> assertThat(e.action())
                        .contains(
                                "Set caxton.cluster.encryption-keys", "or set caxton.cluster.bind to 127.0.0.1:7946"));
        assertThat(read("bind=" + bind, "encryption-keys=" + KEY).keys()).hasSize(1);
    }

    @Test
    void aNodeOnAllAddressesTellsTheOnlyPrivateOne() {
        assertThat(read("bind=0.0.0.0:7001", "encryption-keys=" + KEY).advertised())
                .hasToString("Optional[10.0.0.7:7001]");
        assertThat(read("bind=0.0.0.0:7001", "encryption-keys=" + KEY, "advertise=192.0.2.7")
                        .advertised())
                .hasToString("Optional[192.0.2.7:7001]");
        assertThat(read("bind=0.0.0.0:0", "encryption-keys=" + KEY, "advertise=192.0.2.7:9")
                        .advertised())
                .hasToString("Optional[192.0.2.7:9]");
    }

    @Test
    void whereItWouldHaveToGuessItAsks() {
        ClusterProperties all = properties("bind=0.0.0.0:7001", "encryption-keys=" + KEY);
        for (List<InetAddress> own : Set.of(addresses("10.0.0.7", "192.168.1.7"), addresses("203.0.113.9"))) {
            assertThatExceptionOfType(ClusterConfigurationException.class)
                    .isThrownBy(() -> ClusterSettings.of(all, () -> own))
                    .withMessageContaining("caxton.cluster.advertise must say where others reach this node")
                    .withMessageContaining(own.get(0).getHostAddress());
        }
        assertThatExceptionOfType(ClusterConfigurationException.class)
                .isThrownBy(() -> read("bind=0.0.0.0:0", "encryption-keys=" + KEY))
                .withMessageContaining("caxton.cluster.advertise must name a port");
        assertThat(OwnAddresses.all()).noneMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void theFirstKeyEncryptsAndRepeatsAreOne() {
        String other = "ZmVkY2JhOTg3NjU0MzIxMA==";
        ClusterSettings settings = read("encryption-keys=" + other + "," + KEY + "," + other);
        assertThat(ClusterSettings.ring(settings.keys()).orElseThrow().keys()).isEqualTo(settings.keys());
        assertThat(settings.keys()).hasSize(2);
        assertThat(KeyFingerprint.of(settings.keys().get(0))).matches(KeyFingerprint.PATTERN);
    }
}

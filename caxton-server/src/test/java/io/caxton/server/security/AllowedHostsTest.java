package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    private static AllowedHosts hosts(String bound, String... allowed) {
        try {
            return new AllowedHosts(List.of(InetAddress.getByName(bound)), List.of(allowed));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "a.localhost:1", "127.0.0.1", "127.1.2.3:80", "[::1]:8080"})
    void loopbackNamesAreAlwaysAllowed(String host) {
        assertThat(hosts("127.0.0.1").allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:8080",
                "10.0.0.1",
                "[2001:db8::1]",
                "",
                ":80",
                "localhost:80:80",
                "user@localhost",
                "localhost/",
                "127.0.0.999",
                "[::1",
                "[zz]",
                "2130706433",
                "0x7f.1"
            })
    void othersAreNot(String host) {
        assertThat(hosts("127.0.0.1").allows(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7, evil.example, false",
        "0.0.0.0, 192.0.2.8, true",
        "::, '[2001:DB8::1]:80', true",
        "0.0.0.0, evil.example, false"
    })
    void addressesAreAllowedThatItListensOn(String bound, String host, boolean allowed) {
        assertThat(hosts(bound).allows(host)).isEqualTo(allowed);
    }

    @Test
    void namesAreAllowedThatAreConfigured() {
        AllowedHosts hosts = hosts("0.0.0.0", "Caxton.example.com", "*.inner.example");
        assertThat(hosts.allows("caxton.EXAMPLE.com:443")).isTrue();
        assertThat(hosts.allows("a.inner.example")).isTrue();
        assertThat(hosts.allows("inner.example")).isFalse();
        assertThat(hosts.allows("ainner.example")).isFalse();
        assertThat(hosts.allows("x.caxton.example.com")).isFalse();
        assertThat(hosts("0.0.0.0", "*").allows("any.example")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://Desk.example, https://desk.example:443, true",
        "http://desk.example, http://desk.example:80, true",
        "http://desk.example, https://desk.example, false",
        "http://[::1]:8080, http://[::1]:8080, true",
        "null, null, true",
        "http://desk.example/x, http://desk.example, false",
        "http://u@desk.example, http://desk.example, false"
    })
    void originsAreComparedWithTheirPorts(String one, String two, boolean same) {
        assertThat(BrowserGuard.normal(one).equals(BrowserGuard.normal(two))).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 20010db800010002::/64",
        "2001:db8:1:2:ffff::, 20010db800010002::/64",
        "fe80::1%eth0, fe80000000000000::/64",
        "::ffff:192.0.2.1, 192.0.2.1"
    })
    void anIpv6NetworkCountsAsOneAddress(String remote, String network) {
        assertThat(RemoteNetwork.of(remote)).isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999.1.1.1", "127.0.0.256", "1.2.3.99999", "1.2.3", "2130706433", "01.2.3.4", "a.b.c.d"})
    void nothingIsLookedUpForAClient(String host) {
        assertThat(AllowedHosts.isAddress(host)).isFalse();
        assertThat(hosts("0.0.0.0").allows(host)).isFalse();
    }
}

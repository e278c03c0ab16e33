package io.caxton.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.webhook.Targets.ForbiddenTargetException;
import java.net.InetAddress;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    private static Targets targets(String... allowed) {
        return new Targets(List.of(allowed), List.of(), SystemDefaultDnsResolver.INSTANCE);
    }

    private static String refusal(Targets targets, String url) {
        return refusal(targets, url, SystemDefaultDnsResolver.INSTANCE);
    }

    private static String refusal(Targets targets, String url, DnsResolver lookups) {
        try {
            return targets.refusal(targets.parse("delivery.url", url), lookups).orElse("allowed");
        } catch (InvalidRequestException e) {
            assertThat(e.errors()).extracting(error -> error.field()).containsOnly("delivery.url");
            return e.errors().get(0).reason();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.1",
                "2130706433",
                "localhost",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.19.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[::7f00:1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:a9fe:a9fe]",
                "[64:ff9b::a00:1]",
                "[64:ff9b:1::1]",
                "[100::1]",
                "[2001::1]",
                "[2001:db8::1]",
                "[2002:7f00:1::]",
                "[3fff::1]",
                "[5f00::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]"
            })
    void addressesThatAreNotPublicAreRefused(String host) throws Exception {
        assertThat(refusal(targets(), "https://" + host + ":8443/in")).isNotEqualTo("allowed");
        String bare = host.replaceAll("[\\[\\]]", "");
        assertThatThrownBy(() -> targets().resolve(bare)).isInstanceOf(ForbiddenTargetException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "126.0.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "192.167.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "[2001:200::1]",
                "[2606:4700::1111]",
                "[2a00:1450::1]"
            })
    void publicAddressesAreAllowed(String host) throws Exception {
        assertThat(refusal(targets(), "http://" + host)).isEqualTo("allowed");
        assertThat(targets().resolve(host.replaceAll("[\\[\\]]", ""))).hasSize(1);
    }

    @Test
    void aPropertyAllowsNetworksAddressesAndNames() {
        assertThat(refusal(targets("10.0.0.0/8"), "http://10.9.8.7/")).isEqualTo("allowed");
        assertThat(refusal(targets("10.0.0.0/8"), "http://172.16.0.1/")).isNotEqualTo("allowed");
        assertThat(refusal(targets("fd00::/8"), "http://[fd12::1]/")).isEqualTo("allowed");
        assertThat(refusal(targets("127.0.0.1"), "http://127.0.0.1/")).isEqualTo("allowed");
        assertThat(refusal(targets("127.0.0.1"), "http://127.0.0.2/")).isNotEqualTo("allowed");
        assertThat(refusal(targets("LocalHost"), "http://localhost/")).isEqualTo("allowed");
        assertThat(refusal(targets("localhost"), "http://127.0.0.1/")).isNotEqualTo("allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8/1", "10.0.0.0/-1", "fe80::/129", "a b", "*", "1.2.3.4.5", ""})
    void aPropertyThatIsNoTargetIsRefused(String target) {
        assertThatThrownBy(() -> targets(target)).hasMessageContaining("caxton.webhook.allowed-targets");
    }

    @Test
    void aUrlIsHttpToAHostWithoutCredentialsOrFragment() {
        Targets any = targets("0.0.0.0/0");
        assertThat(refusal(any, "ftp://1.1.1.1/")).contains("https://");
        assertThat(refusal(any, "file:///etc/passwd")).contains("https://");
        assertThat(refusal(any, "//1.1.1.1/")).contains("https://");
        assertThat(refusal(any, "https:1.1.1.1")).contains("host");
        assertThat(refusal(any, "https:///path")).contains("host");
        assertThat(refusal(any, "https://übel.example/")).contains("host");
        assertThat(refusal(any, "https://user:pass@1.1.1.1/")).contains("credentials");
        assertThat(refusal(any, "https://1.1.1.1/#part")).contains("fragment");
        assertThat(refusal(any, "https://1.1.1.1:0/")).contains("port");
        assertThat(refusal(any, "https://1.1.1.1:70000/")).contains("port");
        assertThat(refusal(any, "https://1.1.1.1/a b")).isEqualTo("is not a URL");
        assertThat(refusal(any, "HTTPS://1.1.1.1/a?b=c")).isEqualTo("allowed");
    }

    @Test
    void portsCanBeRestricted() {
        Targets web = new Targets(List.of(), List.of(443), SystemDefaultDnsResolver.INSTANCE);
        assertThat(refusal(web, "https://1.1.1.1/")).isEqualTo("allowed");
        assertThat(refusal(web, "https://1.1.1.1:8443/")).contains("port");
        assertThat(refusal(web, "http://1.1.1.1/")).contains("port");
    }

    @Test
    void aNameIsRefusedIfOneOfItsAddressesIsAndConnectsOnlyToTheOthers() throws Exception {
        InetAddress good = InetAddress.getByName("1.1.1.1");
        FakeDns dns = new FakeDns().answers("two.example", good, InetAddress.getByName("10.0.0.1"));
        Targets targets = new Targets(List.of(), List.of(), dns);
        assertThat(refusal(targets, "https://two.example/", dns)).contains("not public");
        assertThat(targets.resolve("two.example")).containsExactly(good);
        assertThat(refusal(targets, "https://none.example/", dns)).startsWith("its host is not known");
    }
}

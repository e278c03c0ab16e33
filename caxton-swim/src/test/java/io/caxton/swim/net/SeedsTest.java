package io.caxton.swim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.NodeAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedsTest {
    private static final NodeAddress LOOPBACK = NodeAddress.of(new byte[] {127, 0, 0, 1}, 7946);

    private final Seeds seeds = new Seeds(7946);

    @Test
    void aSeedIsAHostWithAPortOrWithout() {
        assertThat(seeds.resolve(List.of("127.0.0.1"))).containsExactly(LOOPBACK);
        assertThat(seeds.resolve(List.of("127.0.0.1:7000"))).containsExactly(new NodeAddress(0, LOOPBACK.low(), 7000));
        assertThat(seeds.resolve(List.of("::1")))
                .singleElement()
                .satisfies(address -> assertThat(address).hasToString("[0:0:0:0:0:0:0:1]:7946"));
        assertThat(seeds.resolve(List.of("[::1]:7000", "[::1]")))
                .extracting(NodeAddress::port)
                .containsExactly(7000, 7946);
        assertThat(seeds.resolve(List.of(LOOPBACK.toString()))).containsExactly(LOOPBACK);
    }

    @Test
    void oneThatCannotBeFoundLeavesTheOthers() {
        assertThat(seeds.resolve(List.of("no.such.host.invalid", "127.0.0.1:x", "srv:nothing.invalid", "127.0.0.1")))
                .containsExactly(LOOPBACK);
    }

    @Test
    void anSrvRecordTellsThePort() throws Exception {
        assertThat(Seeds.record("0 5 7001 127.0.0.1."))
                .extracting(NodeAddress::port)
                .containsExactly(7001);
        assertThatThrownBy(() -> Seeds.record("0 5 7001"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("four fields");
    }
}

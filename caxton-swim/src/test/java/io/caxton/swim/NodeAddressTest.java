package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NodeAddressTest {
    private static final byte[] V4 = {(byte) 192, 0, 2, (byte) 200};
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, (byte) 200};
    private static final byte[] V6 = {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xfe};

    @Test
    void anIpv4AddressAndTheIpv6AddressThatMapsItAreOne() {
        assertThat(NodeAddress.of(V4, 7946))
                .isEqualTo(NodeAddress.of(MAPPED, 7946))
                .hasToString("192.0.2.200:7946");
        assertThat(NodeAddress.of(MAPPED, 7946).ip()).isEqualTo(V4);
        assertThat(NodeAddress.of(V4, 7946)).isNotEqualTo(NodeAddress.of(V4, 7947));
    }

    @Test
    void anIpv6AddressStaysWhatItIs() {
        NodeAddress address = NodeAddress.of(V6, 1);
        assertThat(address.ip()).isEqualTo(V6);
        assertThat(address.isIpv4()).isFalse();
        assertThat(address).hasToString("[2001:db8:0:0:0:0:0:fe]:1");
    }

    @Test
    void aNodeHasAnAddressOfItsOwn() {
        assertThat(NodeAddress.of(V4, 1).isUnicast()).isTrue();
        assertThat(NodeAddress.of(V6, 1).isUnicast()).isTrue();
        assertThat(NodeAddress.of(new byte[4], 1).isUnicast()).isFalse();
        assertThat(NodeAddress.of(new byte[16], 1).isUnicast()).isFalse();
        assertThat(NodeAddress.of(new byte[] {(byte) 239, 1, 2, 3}, 1).isUnicast())
                .isFalse();
        byte[] group = V6.clone();
        group[0] = (byte) 0xFF;
        assertThat(NodeAddress.of(group, 1).isUnicast()).isFalse();
    }

    @Test
    void anythingElseIsNoAddress() {
        assertThatThrownBy(() -> NodeAddress.of(new byte[5], 1)).hasMessageContaining("4 or 16 bytes, not 5");
        assertThatThrownBy(() -> NodeAddress.of(V4, 0)).hasMessageContaining("port");
        assertThatThrownBy(() -> NodeAddress.of(V4, 65_536)).hasMessageContaining("port");
    }
}

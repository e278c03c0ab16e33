package io.caxton.swim;

import java.nio.ByteBuffer;
import java.util.StringJoiner;

/**
 * Where a node takes packets and streams: an IP address and a port.
 *
 * @param high the upper half of the IPv6 address
 * @param low its lower half; an IPv4 address is kept as the IPv6 address that maps it (RFC 4291, 2.5.5.2)
 * @param port from 1 to 65535
 */
public record NodeAddress(long high, long low, int port) {
    private static final long MAPPED = 0xFFFF_0000_0000L;
    private static final int GROUPS = 8;
    private static final int FIRST_MULTICAST = 224;
    private static final int IPV6_MULTICAST = 0xFF;

    public NodeAddress {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port must be from 1 to 65535, not " + port);
        }
    }

    /**
     * From an address in network order.
     *
     * @throws IllegalArgumentException if it has neither 4 nor 16 bytes, or the port is out of range
     */
    public static NodeAddress of(byte[] ip, int port) {
        ByteBuffer buffer = ByteBuffer.wrap(ip);
        return switch (ip.length) {
            case 4 -> new NodeAddress(0, MAPPED | (buffer.getInt() & 0xFFFF_FFFFL), port);
            case 16 -> new NodeAddress(buffer.getLong(), buffer.getLong(), port);
            default -> throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + ip.length);
        };
    }

    public boolean isIpv4() {
        return high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED;
    }

    /** Whether it is that of one node: neither all or none of this machine's, nor a group's. */
    public boolean isUnicast() {
        int first = (int) (isIpv4() ? (low >> 24) & 0xFF : (high >>> 56));
        boolean unspecified = isIpv4() ? (low & 0xFFFF_FFFFL) == 0 : high == 0 && low == 0;
        return !unspecified && (isIpv4() ? first < FIRST_MULTICAST : first != IPV6_MULTICAST);
    }

    /** The address in network order: 4 bytes or 16. */
    public byte[] ip() {
        return isIpv4()
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /** The address as text: 192.0.2.1, or all eight groups of an IPv6 address. */
    public String host() {
        if (isIpv4()) {
            return ((low >> 24) & 0xFF) + "." + ((low >> 16) & 0xFF) + "." + ((low >> 8) & 0xFF) + "." + (low & 0xFF);
        }
        StringJoiner groups = new StringJoiner(":");
        for (int i = 0; i < GROUPS; i++) {
            long half = i < GROUPS / 2 ? high : low;
            groups.add(Long.toHexString((half >>> (16 * (3 - i % 4))) & 0xFFFF));
        }
        return groups.toString();
    }

    @Override
    public String toString() {
        return (isIpv4() ? host() : "[" + host() + "]") + ":" + port;
    }
}

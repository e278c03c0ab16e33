package io.caxton.swim.net;

import io.caxton.swim.NodeAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses of the protocol and of the system. */
final class Addresses {
    private Addresses() {}

    static NodeAddress of(InetSocketAddress address) {
        return NodeAddress.of(address.getAddress().getAddress(), address.getPort());
    }

    static InetSocketAddress of(NodeAddress address) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address.ip()), address.port());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
    }
}

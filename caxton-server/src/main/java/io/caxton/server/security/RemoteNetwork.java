package io.caxton.server.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What counts as one remote address: an IPv4 address, or the 64 bits of IPv6 that one customer has to himself. */
final class RemoteNetwork {
    private static final int NETWORK_BYTES = 8;

    private RemoteNetwork() {}

    static String of(String remoteAddress) {
        if (remoteAddress.indexOf(':') < 0) {
            return remoteAddress;
        }
        try {
            byte[] bytes = InetAddress.getByName(withoutZone(remoteAddress)).getAddress();
            return bytes.length == 4
                    ? InetAddress.getByAddress(bytes).getHostAddress()
                    : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) + "::/64";
        } catch (UnknownHostException notALiteral) {
            return remoteAddress;
        }
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        // Brackets make sure that it is read as a literal and never looked up as a name.
        return plain.startsWith("[") ? plain : "[" + plain + "]";
    }
}

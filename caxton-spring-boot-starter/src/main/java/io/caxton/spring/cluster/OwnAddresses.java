package io.caxton.spring.cluster;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where others can reach this machine. */
final class OwnAddresses {
    private OwnAddresses() {}

    /** All that are not loopback or link-local, of the interfaces that are up. */
    static List<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(OwnAddresses::isUp)
                    .flatMap(network -> Collections.list(network.getInetAddresses()).stream())
                    .filter(address -> !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress()
                            && !address.isMulticastAddress()
                            && !address.isAnyLocalAddress())
                    .toList();
        } catch (SocketException unknown) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }

    /**
     * The one that members are told, as memberlist chooses it: the private IPv4 address, if there is exactly one. Else one
     * would have to guess, and a wrong guess is a node that nobody reaches.
     */
    static Optional<InetAddress> only(List<InetAddress> all) {
        Predicate<InetAddress> isPrivate = InetAddress::isSiteLocalAddress;
        List<InetAddress> found = all.stream()
                .filter(address -> address.getAddress().length == 4)
                .filter(isPrivate)
                .distinct()
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}

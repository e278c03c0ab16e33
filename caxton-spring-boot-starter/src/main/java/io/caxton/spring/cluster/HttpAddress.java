package io.caxton.spring.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** Where other members reach the web server of this node, once it has its port. */
final class HttpAddress {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAddress.class);

    private HttpAddress() {}

    /**
     * As {@code host:port}; empty if there is no web server and no port was said.
     *
     * @param said what was configured
     * @param clusterHost where members reach this node, for a web server that listens on all addresses
     */
    static Optional<String> of(Environment environment, Optional<HostPort> said, String clusterHost) {
        int bound = environment.getProperty("local.server.port", Integer.class, 0);
        int port = said.map(HostPort::port)
                .filter(p -> p.isPresent())
                .map(p -> p.getAsInt())
                .orElse(bound);
        if (port <= 0) {
            return Optional.empty();
        }
        if (said.isPresent()) {
            return Optional.of(HostPort.join(said.get().host(), port));
        }
        String address = environment.getProperty("server.address", "").strip();
        Optional<InetAddress> listens = address.isEmpty() ? Optional.empty() : resolve(address);
        if (listens.isEmpty() || listens.get().isAnyLocalAddress()) {
            return Optional.of(HostPort.join(clusterHost, port));
        }
        String host = listens.get().getHostAddress();
        if (listens.get().isLoopbackAddress() && !isLoopback(clusterHost)) {
            LOG.warn(
                    "Members reach this node at {}, but its web server listens on {} only: they will not reach that."
                            + " Set server.address, or caxton.cluster.http-advertise if something passes requests on",
                    clusterHost,
                    host);
        }
        return Optional.of(HostPort.join(host, port));
    }

    private static boolean isLoopback(String host) {
        return resolve(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    private static Optional<InetAddress> resolve(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }
}

package io.caxton.spring.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
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

    /** How it is spoken to there, as far as that is not plain HTTP at the root. */
    static Map<String, String> tags(Environment environment) {
        Map<String, String> tags = new TreeMap<>();
        if (environment.getProperty("caxton.cluster.peer.tls", Boolean.class, hasTls(environment))) {
            tags.put(Tags.TLS, "true");
        }
        String path = environment.getProperty("server.servlet.context-path", "");
        if (ClusterMember.isPath(path)) {
            tags.put(Tags.PATH, path);
        } else if (path.length() > 1) {
            LOG.warn(
                    "Members cannot call this node under server.servlet.context-path, which is not a short, plain path");
        }
        return tags;
    }

    private static boolean hasTls(Environment environment) {
        boolean configured = Binder.get(environment)
                .bind("server.ssl", Bindable.mapOf(String.class, Object.class))
                .isBound();
        return configured && environment.getProperty("server.ssl.enabled", Boolean.class, true);
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

package io.caxton.spring.cluster;

import io.caxton.spring.properties.ClusterProperties;
import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.NetSettings;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.Security;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the properties of a cluster mean, once nothing is wrong with them.
 *
 * @param keys the first one encrypts; none if nothing is encrypted
 * @param http where others reach this node over HTTP, if that was said
 */
record ClusterSettings(
        InetSocketAddress bind,
        Optional<NodeAddress> advertised,
        List<ByteString> keys,
        Optional<HostPort> http,
        ClusterProperties properties) {
    private static final String PREFIX = "caxton.cluster.";
    private static final int MAX_SEEDS = 1_000;
    private static final Set<Integer> KEY_SIZES = Set.of(16, 24, 32);

    /**
     * Reads them.
     *
     * @param ownAddresses asked if the node listens on all addresses and does not say where it is reached
     * @throws ClusterConfigurationException that says what is wrong and what to do
     */
    static ClusterSettings of(ClusterProperties properties, Supplier<List<InetAddress>> ownAddresses) {
        Reader reader = new Reader(properties);
        List<ByteString> keys = reader.keys();
        reader.checkLabel();
        reader.checkSeeds();
        Optional<HostPort> http = reader.hostPort("http-advertise", properties.httpAdvertise());
        Optional<InetSocketAddress> bind = reader.bind();
        Optional<NodeAddress> advertised = bind.flatMap(to -> reader.advertised(to, ownAddresses));
        if (bind.isEmpty() || !reader.mistakes.isEmpty()) {
            throw new ClusterConfigurationException(reader.mistakes, "Correct what is said above.");
        }
        if (keys.isEmpty() && !bind.get().getAddress().isLoopbackAddress()) {
            throw exposed();
        }
        return new ClusterSettings(bind.get(), advertised, keys, http, properties);
    }

    private static ClusterConfigurationException exposed() {
        return new ClusterConfigurationException(
                List.of(PREFIX
                        + "bind lets the node listen where others can reach it, and no key is configured: whoever"
                        + " reaches it could become a member, and see and forge what members say."),
                "Set " + PREFIX + "encryption-keys on all members to a key (openssl rand -base64 32), or set " + PREFIX
                        + "bind to 127.0.0.1:" + NetSettings.DEFAULT_PORT + ".");
    }

    /** The ring of the configured keys. */
    static Optional<KeyRing> ring(List<ByteString> keys) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        KeyRing ring = KeyRing.of(keys.get(0));
        for (ByteString key : keys) {
            ring = ring.install(key);
        }
        return Optional.of(ring);
    }

    /** The same for a node of the protocol. */
    NetSettings.Builder toNetSettings(String name, Security security) {
        NetSettings.Builder builder = NetSettings.builder(name, bind)
                .swim(properties.toSettings())
                .security(security.withLabel(properties.label()))
                .seeds(properties.seeds().stream().map(String::strip).toList())
                .streamTimeout(properties.streamTimeout())
                .maxStreams(properties.maxStreams());
        advertised.ifPresent(builder::advertised);
        return builder;
    }

    /** Reads the properties, and collects what is wrong. */
    private static final class Reader {
        private final ClusterProperties properties;
        private final List<String> mistakes = new ArrayList<>();

        Reader(ClusterProperties properties) {
            this.properties = properties;
        }

        private void wrong(String property, String reason) {
            mistakes.add(PREFIX + property + " " + reason + ".");
        }

        List<ByteString> keys() {
            Set<ByteString> keys = new LinkedHashSet<>();
            for (int i = 0; i < properties.encryptionKeys().size(); i++) {
                key(properties.encryptionKeys().get(i))
                        .ifPresentOrElse(keys::add, wrongKey("encryption-keys[" + i + "]"));
            }
            if (keys.size() > KeyRing.MAX_KEYS) {
                wrong("encryption-keys", "must have at most " + KeyRing.MAX_KEYS + " keys, not " + keys.size());
            }
            return List.copyOf(keys);
        }

        private Runnable wrongKey(String property) {
            return () -> wrong(property, "must be 16, 24 or 32 bytes in base64 (openssl rand -base64 32)");
        }

        private static Optional<ByteString> key(String text) {
            try {
                byte[] key = Base64.getDecoder().decode(text.strip());
                return KEY_SIZES.contains(key.length) ? Optional.of(ByteString.of(key)) : Optional.empty();
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }

        void checkLabel() {
            int size = properties.label().getBytes(StandardCharsets.UTF_8).length;
            if (size > Security.MAX_LABEL) {
                wrong("label", "must have at most " + Security.MAX_LABEL + " bytes of UTF-8, not " + size);
            }
        }

        void checkSeeds() {
            List<String> seeds = properties.seeds();
            if (seeds.size() > MAX_SEEDS) {
                wrong("seeds", "must have at most " + MAX_SEEDS + " entries, not " + seeds.size());
            }
            for (int i = 0; i < seeds.size(); i++) {
                String seed = seeds.get(i).strip();
                String host = seed.startsWith("srv:") ? seed.substring("srv:".length()) : seed;
                Optional<HostPort> read = HostPort.parse(host);
                if (read.isEmpty() || read.get().port().orElse(1) == 0) {
                    wrong("seeds[" + i + "]", "must be host, host:port, [IPv6]:port or srv:name, not '" + seed + "'");
                }
            }
        }

        Optional<HostPort> hostPort(String property, @Nullable String text) {
            if (text == null || text.isBlank()) {
                return Optional.empty();
            }
            Optional<HostPort> read = HostPort.parse(text);
            if (read.isEmpty()) {
                wrong(property, "must be host, host:port or [IPv6]:port, not '" + text.strip() + "'");
            }
            return read;
        }

        Optional<InetSocketAddress> bind() {
            if (properties.bind().isBlank()) {
                wrong("bind", "must be an address of this machine and a port, such as 127.0.0.1:7946");
                return Optional.empty();
            }
            Optional<HostPort> read = hostPort("bind", properties.bind());
            return read.flatMap(to -> resolve("bind", to.host()))
                    .map(address -> new InetSocketAddress(
                            address, read.flatMap(to -> boxed(to)).orElse(NetSettings.DEFAULT_PORT)));
        }

        private static Optional<Integer> boxed(HostPort to) {
            return to.port().isPresent() ? Optional.of(to.port().getAsInt()) : Optional.empty();
        }

        private Optional<InetAddress> resolve(String property, String host) {
            try {
                return Optional.of(InetAddress.getByName(host));
            } catch (UnknownHostException unknown) {
                wrong(property, "names the host '" + host + "', whose address is not known");
                return Optional.empty();
            }
        }

        Optional<NodeAddress> advertised(InetSocketAddress bind, Supplier<List<InetAddress>> ownAddresses) {
            Optional<HostPort> said = hostPort("advertise", properties.advertise());
            if (said.isPresent()) {
                int port = boxed(said.get()).orElse(bind.getPort());
                return resolve("advertise", said.get().host()).flatMap(host -> address(host, port));
            }
            if (!bind.getAddress().isAnyLocalAddress()) {
                return Optional.empty();
            }
            List<InetAddress> own = ownAddresses.get();
            Optional<InetAddress> only = OwnAddresses.only(own);
            if (only.isEmpty()) {
                wrong(
                        "advertise",
                        "must say where others reach this node: " + PREFIX + "bind listens on all addresses, and of "
                                + own.stream().map(InetAddress::getHostAddress).toList()
                                + " not exactly one is a private IPv4 address");
            }
            return only.flatMap(host -> address(host, bind.getPort()));
        }

        private Optional<NodeAddress> address(InetAddress host, int port) {
            if (port == 0) {
                wrong("advertise", "must name a port, as " + PREFIX + "bind takes any that is free");
                return Optional.empty();
            }
            NodeAddress address = NodeAddress.of(host.getAddress(), port);
            if (!address.isUnicast()) {
                wrong("advertise", "must be the address of one node, not '" + address.host() + "'");
            }
            return Optional.of(address);
        }
    }
}

package io.caxton.swim.net;

import io.caxton.swim.NodeAddress;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.StreamLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a node takes part.
 *
 * @param name unique in its cluster
 * @param bind where it listens, for packets and streams; port 0 for any that is free
 * @param advertised where others reach it, if that is not where it listens, as behind NAT
 * @param swim the times of the protocol
 * @param security label and keys
 * @param limits how large streams may be
 * @param seeds whom it asks to let it in: {@code host}, {@code host:port}, {@code [IPv6]:port}, or {@code srv:name} for the SRV
 *     records of a name. Looked up anew each time
 * @param defaultPort of seeds that do not tell theirs
 * @param streamTimeout for how long a stream may take
 * @param maxStreams how many streams may be open in each direction
 * @param snapshot where the addresses of members are kept, so that a restarted node finds them without seeds
 */
public record NetSettings(
        String name,
        InetSocketAddress bind,
        Optional<NodeAddress> advertised,
        SwimSettings swim,
        Security security,
        StreamLimits limits,
        List<String> seeds,
        int defaultPort,
        Duration streamTimeout,
        int maxStreams,
        Optional<Path> snapshot) {
    public static final int DEFAULT_PORT = 7946;
    public static final Duration DEFAULT_STREAM_TIMEOUT = Duration.ofSeconds(10);
    public static final int DEFAULT_MAX_STREAMS = 128;

    public NetSettings {
        seeds = List.copyOf(seeds);
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        if (maxStreams < 1) {
            throw new IllegalArgumentException("maxStreams must be positive, not " + maxStreams);
        }
        if (streamTimeout.isNegative() || streamTimeout.isZero()) {
            throw new IllegalArgumentException("streamTimeout must be positive, not " + streamTimeout);
        }
        if (bind.isUnresolved()) {
            throw new IllegalArgumentException("bind must be an address of this machine, not " + bind);
        }
        if (advertised.isEmpty() && bind.getAddress().isAnyLocalAddress()) {
            throw new IllegalArgumentException(
                    "advertised must be set when a node listens on all addresses, as others cannot reach " + bind);
        }
    }

    /** A node with the defaults: in the clear, on its own, with the times of a LAN. */
    public static NetSettings of(String name, InetSocketAddress bind) {
        return new NetSettings(
                name,
                bind,
                Optional.empty(),
                SwimSettings.LAN,
                Security.none(),
                StreamLimits.DEFAULT,
                List.of(),
                DEFAULT_PORT,
                DEFAULT_STREAM_TIMEOUT,
                DEFAULT_MAX_STREAMS,
                Optional.empty());
    }

    public NetSettings withAdvertised(NodeAddress address) {
        return new NetSettings(
                name,
                bind,
                Optional.of(address),
                swim,
                security,
                limits,
                seeds,
                defaultPort,
                streamTimeout,
                maxStreams,
                snapshot);
    }

    public NetSettings withSwim(SwimSettings settings) {
        return new NetSettings(
                name,
                bind,
                advertised,
                settings,
                security,
                limits,
                seeds,
                defaultPort,
                streamTimeout,
                maxStreams,
                snapshot);
    }

    public NetSettings withSecurity(Security other) {
        return new NetSettings(
                name, bind, advertised, swim, other, limits, seeds, defaultPort, streamTimeout, maxStreams, snapshot);
    }

    public NetSettings withSeeds(String... others) {
        return new NetSettings(
                name,
                bind,
                advertised,
                swim,
                security,
                limits,
                List.of(others),
                defaultPort,
                streamTimeout,
                maxStreams,
                snapshot);
    }

    public NetSettings withStreams(Duration timeout, int most) {
        return new NetSettings(
                name, bind, advertised, swim, security, limits, seeds, defaultPort, timeout, most, snapshot);
    }

    public NetSettings withSnapshot(Path file) {
        return new NetSettings(
                name,
                bind,
                advertised,
                swim,
                security,
                limits,
                seeds,
                defaultPort,
                streamTimeout,
                maxStreams,
                Optional.of(file));
    }
}

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
 * @param maxStreamMemory how many bytes all streams of one direction together may keep: what has come of them, and what is still to
 *     be sent; at least what one stream may have
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
        long maxStreamMemory,
        Optional<Path> snapshot) {
    public static final int DEFAULT_PORT = 7946;
    public static final Duration DEFAULT_STREAM_TIMEOUT = Duration.ofSeconds(10);
    public static final int DEFAULT_MAX_STREAMS = 128;
    public static final long DEFAULT_MAX_STREAM_MEMORY = 64L << 20;

    public NetSettings {
        seeds = List.copyOf(seeds);
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        if (maxStreams < 1) {
            throw new IllegalArgumentException("maxStreams must be positive, not " + maxStreams);
        }
        if (maxStreamMemory < limits.maxBytes()) {
            throw new IllegalArgumentException("maxStreamMemory must be at least " + limits.maxBytes()
                    + ", what one stream may have, not " + maxStreamMemory);
        }
        if (defaultPort < 1 || defaultPort > 0xFFFF) {
            throw new IllegalArgumentException("defaultPort must be from 1 to 65535, not " + defaultPort);
        }
        if (seeds.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("seeds must not be blank");
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

    /** Begins with the defaults: in the clear, on its own, with the times of a LAN. */
    public static Builder builder(String name, InetSocketAddress bind) {
        return new Builder(name, bind);
    }

    /** Collects the settings, one by one. */
    public static final class Builder {
        private final String name;
        private final InetSocketAddress bind;
        private Optional<NodeAddress> advertised = Optional.empty();
        private SwimSettings swim = SwimSettings.LAN;
        private Security security = Security.none();
        private StreamLimits limits = StreamLimits.DEFAULT;
        private List<String> seeds = List.of();
        private int defaultPort = DEFAULT_PORT;
        private Duration streamTimeout = DEFAULT_STREAM_TIMEOUT;
        private int maxStreams = DEFAULT_MAX_STREAMS;
        private long maxStreamMemory = DEFAULT_MAX_STREAM_MEMORY;
        private Optional<Path> snapshot = Optional.empty();

        private Builder(String name, InetSocketAddress bind) {
            this.name = name;
            this.bind = bind;
        }

        public Builder advertised(NodeAddress address) {
            advertised = Optional.of(address);
            return this;
        }

        public Builder swim(SwimSettings settings) {
            swim = settings;
            return this;
        }

        public Builder security(Security labelAndKeys) {
            security = labelAndKeys;
            return this;
        }

        public Builder limits(StreamLimits streamLimits) {
            limits = streamLimits;
            return this;
        }

        public Builder seeds(String... names) {
            return seeds(List.of(names));
        }

        public Builder seeds(List<String> names) {
            seeds = names;
            return this;
        }

        public Builder defaultPort(int port) {
            defaultPort = port;
            return this;
        }

        public Builder streamTimeout(Duration timeout) {
            streamTimeout = timeout;
            return this;
        }

        public Builder maxStreams(int streams) {
            maxStreams = streams;
            return this;
        }

        public Builder maxStreamMemory(long bytes) {
            maxStreamMemory = bytes;
            return this;
        }

        public Builder snapshot(Path file) {
            snapshot = Optional.of(file);
            return this;
        }

        public NetSettings build() {
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
                    maxStreamMemory,
                    snapshot);
        }
    }
}

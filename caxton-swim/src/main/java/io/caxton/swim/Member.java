package io.caxton.swim;

import java.time.Instant;

/**
 * A member as this node knows it.
 *
 * @param name unique in its cluster
 * @param meta what it says about itself, at most {@link #MAX_META} bytes
 * @param since when its status became known here
 */
public record Member(
        String name,
        NodeAddress address,
        ByteString meta,
        ProtocolVersions versions,
        MemberState state,
        Instant since) {
    /** memberlist's {@code MetaMaxSize}. */
    public static final int MAX_META = 512;

    public MemberStatus status() {
        return state.status();
    }

    public long incarnation() {
        return state.incarnation();
    }

    /** How it is reached. */
    public Peer peer() {
        return new Peer(address, name, versions.protocolMax());
    }
}

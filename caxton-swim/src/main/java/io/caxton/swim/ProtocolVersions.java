package io.caxton.swim;

/**
 * Which versions a member understands and speaks: of memberlist's protocol, and of what is carried on top of it (its
 * "delegate": Serf's).
 */
public record ProtocolVersions(
        int protocolMin, int protocolMax, int protocol, int delegateMin, int delegateMax, int delegate) {
    /** From here on a member answers a ping over a stream, */
    public static final int STREAM_PING = 3;

    /** says so when an indirect ping was not answered, */
    public static final int NACK = 4;

    /** and checks the CRC of a packet. */
    public static final int CRC = 5;

    /** What this library understands; it speaks 2, as all others do, and more to those who understand it. Serf's from 2 to 5. */
    public static final ProtocolVersions OURS = new ProtocolVersions(1, 5, 2, 2, 5, 4);

    /** A member that did not say: so old that it can do nothing of the above. */
    public static final ProtocolVersions UNKNOWN = new ProtocolVersions(0, 0, 0, 0, 0, 0);

    /** Whether it makes sense in itself; a member without versions does. */
    public boolean isValid() {
        return equals(UNKNOWN) || (protocolMin > 0 && protocolMin <= protocol && protocol <= protocolMax);
    }

    /** Whether each understands what the other speaks. */
    public boolean isCompatibleWith(ProtocolVersions other) {
        return equals(UNKNOWN)
                || other.equals(UNKNOWN)
                || (isIn(protocol, other.protocolMin, other.protocolMax)
                        && isIn(other.protocol, protocolMin, protocolMax)
                        && isIn(delegate, other.delegateMin, other.delegateMax)
                        && isIn(other.delegate, delegateMin, delegateMax));
    }

    private static boolean isIn(int version, int min, int max) {
        return min <= version && version <= max;
    }
}

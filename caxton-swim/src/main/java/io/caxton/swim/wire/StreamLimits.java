package io.caxton.swim.wire;

/**
 * How much is taken from a stream, and given to one.
 *
 * @param maxBytes of the stream as it is, and of what it says once it is decompressed
 * @param maxNodes states of members in a push/pull
 * @param maxUserBytes of a user message, or of the user state of a push/pull
 */
public record StreamLimits(int maxBytes, int maxNodes, int maxUserBytes) {
    /** 20 MiB as in memberlist (its {@code maxPushStateBytes}), 65,536 members, 8 MiB for what is carried on top. */
    public static final StreamLimits DEFAULT = new StreamLimits(20 << 20, 65_536, 8 << 20);

    public StreamLimits {
        requirePositive("maxBytes", maxBytes);
        requirePositive("maxNodes", maxNodes);
        requirePositive("maxUserBytes", maxUserBytes);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}

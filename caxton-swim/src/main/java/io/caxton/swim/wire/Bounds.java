package io.caxton.swim.wire;

/** How much is taken from a sender, whoever it is. Those of streams can be set: {@link StreamLimits}. */
final class Bounds {
    /** Bytes of a node's name. */
    static final int MAX_NAME = 255;

    /** Bytes of what one node tells another that went wrong. */
    static final int MAX_ERROR = 4_096;

    /** Fields of a message; memberlist's have at most eight. */
    static final int MAX_FIELDS = 64;

    /** Maps and arrays within each other, in fields that are skipped. */
    static final int MAX_DEPTH = 16;

    /** Bytes of a message or of a node's state in a stream. */
    static final int MAX_VALUE = 65_536;

    /** Bytes of a packet once it is decompressed: it was one datagram before the sender compressed it. */
    static final int MAX_DECOMPRESSED = 65_536;

    /** Unreadable states of a stream that are told one by one. */
    static final int MAX_SKIPPED = 64;

    static final long MAX_U32 = 0xFFFF_FFFFL;

    static final int MAX_U16 = 0xFFFF;

    private Bounds() {}
}

package io.caxton.swim;

/** What a packet has besides its messages, label and encryption, in bytes. Reckoned with here and written by the wire format. */
public final class PacketOverhead {
    /** A checksum: the type and the four bytes of the sum. */
    public static final int CRC = 5;

    /** A compound: its type and the count of its parts (memberlist's {@code compoundHeaderOverhead}). */
    public static final int COMPOUND = 2;

    /** The length of each part of a compound (memberlist's {@code compoundOverhead}). */
    public static final int PART = 2;

    private PacketOverhead() {}
}

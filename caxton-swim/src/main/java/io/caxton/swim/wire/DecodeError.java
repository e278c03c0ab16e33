package io.caxton.swim.wire;

/**
 * Why bytes could not be read.
 *
 * @param detail what is wrong with them, in words of ours: never what they hold
 */
public record DecodeError(Reason reason, String detail) {
    /** What an operator would count. */
    public enum Reason {
        /** They end before what they say they hold. */
        TOO_SHORT,
        /** They hold, or say that they hold, more than is taken. */
        TOO_LARGE,
        /** They are another cluster's. */
        LABEL,
        /** They must be encrypted, and are not. */
        NOT_ENCRYPTED,
        /** They are encrypted, and no key of ours opens them. */
        DECRYPTION,
        /** They changed on the way. */
        CRC,
        /** No message of this kind is known, or not in this place. */
        TYPE,
        /** The message makes no sense. */
        MESSAGE,
        /** The packet of many messages makes no sense. */
        COMPOUND,
        /** What was compressed cannot be decompressed. */
        COMPRESSION
    }
}

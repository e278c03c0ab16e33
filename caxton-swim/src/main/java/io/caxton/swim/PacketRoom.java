package io.caxton.swim;

import java.util.List;
import java.util.function.ToIntFunction;

/** How much room a packet has. */
final class PacketRoom {
    /** Type and count of a compound message (memberlist's {@code compoundHeaderOverhead}), and the CRC before it. */
    private static final int HEADERS = 2 + 5;

    private final int bytes;
    private final ToIntFunction<SwimMessage> sizes;

    /** @param envelope what label and encryption take of each packet */
    PacketRoom(int packetBytes, int envelope, ToIntFunction<SwimMessage> sizes) {
        this.bytes = packetBytes - envelope - HEADERS;
        this.sizes = sizes;
    }

    /** What is left beside some messages. */
    int besides(List<SwimMessage> messages) {
        int left = bytes;
        for (SwimMessage message : messages) {
            left -= sizes.applyAsInt(message) + Dissemination.PART_OVERHEAD;
        }
        return left;
    }
}

package io.caxton.swim;

import java.util.List;
import java.util.function.ToIntFunction;

/** How much room a packet has. */
final class PacketRoom {
    private final int bytes;
    private final ToIntFunction<SwimMessage> sizes;

    /** @param envelope what label and encryption take of each packet */
    PacketRoom(int packetBytes, int envelope, ToIntFunction<SwimMessage> sizes) {
        this.bytes = packetBytes - envelope - PacketOverhead.CRC - PacketOverhead.COMPOUND;
        this.sizes = sizes;
    }

    /** What is left beside some messages. */
    int besides(List<SwimMessage> messages) {
        int left = bytes;
        for (SwimMessage message : messages) {
            left -= sizes.applyAsInt(message) + PacketOverhead.PART;
        }
        return left;
    }
}

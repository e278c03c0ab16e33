package io.caxton.simulation.swim;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeState;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.PacketCodec;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.StreamCodec;
import io.caxton.swim.wire.StreamLimits;
import io.caxton.swim.wire.StreamMessage.States;
import java.util.List;

/** How much is sent, by the codec that nodes use. */
final class MessageSizes {
    private static final int PORT = 7946;
    private static final PacketCodec PACKETS = new PacketCodec(Security.none(), PORT);
    private static final StreamCodec STREAMS = new StreamCodec(Security.none(), StreamLimits.DEFAULT, PORT);

    private MessageSizes() {}

    static int of(SwimMessage message) {
        return PACKETS.sizeOf(message);
    }

    static int ofPacket(List<SwimMessage> messages) {
        int size = PACKETS.overhead(messages.size());
        for (SwimMessage message : messages) {
            size += of(message);
        }
        return size;
    }

    static int ofStream(List<NodeState> states) {
        return STREAMS.encode(new States(false, states, ByteString.EMPTY)).length;
    }
}

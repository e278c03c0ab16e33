package io.caxton.simulation.swim;

import io.caxton.swim.Directive;
import io.caxton.swim.NodeState;
import java.util.List;

/** What was sent. */
public final class Traffic {
    /** What UDP and IPv4 add to a packet. */
    private static final int HEADERS = 28;

    private long packets;
    private long packetBytes;
    private long streamBytes;

    void count(Directive.SendPacket packet) {
        packets++;
        packetBytes += HEADERS + MessageSizes.ofPacket(packet.messages());
    }

    void countStates(List<NodeState> states) {
        streamBytes += MessageSizes.ofStream(states);
    }

    public long packets() {
        return packets;
    }

    /** With the headers of UDP and IPv4. */
    public long packetBytes() {
        return packetBytes;
    }

    public long streamBytes() {
        return streamBytes;
    }
}

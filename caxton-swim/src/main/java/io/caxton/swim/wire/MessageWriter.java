package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.MemberState;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.NodeState;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.SwimMessage;
import java.util.Optional;

/** Messages as bytes: the type, and a map with the fields of memberlist's structs in their order. */
final class MessageWriter {
    private MessageWriter() {}

    static void write(SwimMessage message, Packer out) {
        if (message instanceof SwimMessage.Ping ping) {
            ping(ping, out);
        } else if (message instanceof SwimMessage.IndirectPing ping) {
            indirectPing(ping, out);
        } else if (message instanceof SwimMessage.Ack ack) {
            out.u8(MessageType.ACK).map(2).field("SeqNo", ack.sequence()).field("Payload", ack.payload());
        } else if (message instanceof SwimMessage.Nack nack) {
            out.u8(MessageType.NACK).map(1).field("SeqNo", nack.sequence());
        } else if (message instanceof SwimMessage.Suspect suspect) {
            accusation(MessageType.SUSPECT, suspect.incarnation(), suspect.node(), suspect.from(), out);
        } else if (message instanceof SwimMessage.Dead dead) {
            accusation(MessageType.DEAD, dead.incarnation(), dead.node(), dead.from(), out);
        } else if (message instanceof SwimMessage.Alive alive) {
            alive(alive, out);
        } else {
            out.u8(MessageType.USER).append(((SwimMessage.User) message).body());
        }
    }

    /** One of the states of a push/pull. */
    static void state(NodeState node, Packer out) {
        MemberState state = node.state();
        out.map(7).field("Name", node.name());
        address("Addr", "Port", node.address(), out);
        out.field("Meta", node.meta())
                .field("Incarnation", state.incarnation())
                .field("State", StatusCodes.of(state.status()))
                .field("Vsn", versions(node.versions()));
    }

    private static void ping(SwimMessage.Ping ping, Packer out) {
        out.u8(MessageType.PING)
                .map(2 + senderFields(ping.sender()))
                .field("SeqNo", ping.sequence())
                .field("Node", ping.node());
        ping.sender().ifPresent(sender -> sender(sender, out));
    }

    private static void indirectPing(SwimMessage.IndirectPing ping, Packer out) {
        out.u8(MessageType.INDIRECT_PING).map(5 + senderFields(ping.sender())).field("SeqNo", ping.sequence());
        address("Target", "Port", ping.target(), out);
        out.field("Node", ping.node()).field("Nack", ping.nack());
        ping.sender().ifPresent(sender -> sender(sender, out));
    }

    private static int senderFields(Optional<SwimMessage.Sender> sender) {
        return sender.isPresent() ? 3 : 0;
    }

    private static void sender(SwimMessage.Sender sender, Packer out) {
        address("SourceAddr", "SourcePort", sender.address(), out);
        out.field("SourceNode", sender.name());
    }

    private static void accusation(int type, long incarnation, String node, String from, Packer out) {
        out.u8(type)
                .map(3)
                .field("Incarnation", incarnation)
                .field("Node", node)
                .field("From", from);
    }

    private static void alive(SwimMessage.Alive alive, Packer out) {
        out.u8(MessageType.ALIVE)
                .map(6)
                .field("Incarnation", alive.incarnation())
                .field("Node", alive.node());
        address("Addr", "Port", alive.address(), out);
        out.field("Meta", alive.meta()).field("Vsn", versions(alive.versions()));
    }

    private static void address(String ip, String port, NodeAddress address, Packer out) {
        out.field(ip, address.ip()).field(port, address.port());
    }

    /** Empty if unknown: zeros would be taken for versions nobody speaks. */
    private static ByteString versions(ProtocolVersions versions) {
        if (versions.equals(ProtocolVersions.UNKNOWN)) {
            return ByteString.EMPTY;
        }
        return ByteString.of(
                (byte) versions.protocolMin(),
                (byte) versions.protocolMax(),
                (byte) versions.protocol(),
                (byte) versions.delegateMin(),
                (byte) versions.delegateMax(),
                (byte) versions.delegate());
    }
}

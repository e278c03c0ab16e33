package io.caxton.swim.wire;

import static io.caxton.swim.wire.Bounds.MAX_NAME;
import static io.caxton.swim.wire.Bounds.MAX_U16;
import static io.caxton.swim.wire.Bounds.MAX_U32;

import io.caxton.swim.Member;
import io.caxton.swim.MemberState;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.NodeState;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import java.util.Optional;

/** Messages from bytes. What follows a message's map is not looked at, as in Go's decoder. */
final class MessageReader {
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final int VERSIONS = 6;

    private final int ownPort;

    /**
     * For one node.
     *
     * @param ownPort the port of senders of protocol version 1, who do not tell theirs: all nodes had the same
     */
    MessageReader(int ownPort) {
        if (ownPort < 1 || ownPort > MAX_U16) {
            throw new IllegalArgumentException("ownPort must be from 1 to 65535, not " + ownPort);
        }
        this.ownPort = ownPort;
    }

    /** A message of a packet, with its type. */
    SwimMessage read(Input in) throws WireException {
        int type = in.u8();
        return switch (type) {
            case MessageType.PING -> ping(Fields.read(in));
            case MessageType.INDIRECT_PING -> indirectPing(Fields.read(in));
            case MessageType.ACK -> ack(Fields.read(in));
            case MessageType.NACK -> new SwimMessage.Nack(sequence(Fields.read(in)));
            case MessageType.SUSPECT -> suspect(Fields.read(in));
            case MessageType.ALIVE -> alive(Fields.read(in));
            case MessageType.DEAD -> dead(Fields.read(in));
            case MessageType.USER -> new SwimMessage.User(in.rest());
            case MessageType.COMPOUND -> throw new WireException(Reason.COMPOUND, "a compound in a compound");
            case MessageType.COMPRESS -> throw new WireException(Reason.COMPRESSION, "compressed once more");
            default -> throw new WireException(Reason.TYPE, "type " + type);
        };
    }

    SwimMessage.Ping ping(Fields fields) throws WireException {
        return new SwimMessage.Ping(sequence(fields), fields.text("Node", MAX_NAME), sender(fields));
    }

    SwimMessage.Ack ack(Fields fields) throws WireException {
        return new SwimMessage.Ack(sequence(fields), fields.bytes("Payload", Bounds.MAX_VALUE));
    }

    /** One of the states of a push/pull. */
    NodeState state(Fields fields) throws WireException {
        return new NodeState(
                fields.required("Name", MAX_NAME),
                address(fields, "Addr", "Port"),
                fields.bytes("Meta", Member.MAX_META),
                new MemberState(incarnation(fields), StatusCodes.status(fields.unsigned("State", MAX_U32))),
                versions(fields));
    }

    private SwimMessage indirectPing(Fields fields) throws WireException {
        return new SwimMessage.IndirectPing(
                sequence(fields),
                address(fields, "Target", "Port"),
                fields.text("Node", MAX_NAME),
                fields.flag("Nack"),
                sender(fields));
    }

    private static SwimMessage suspect(Fields fields) throws WireException {
        return new SwimMessage.Suspect(
                incarnation(fields), fields.required("Node", MAX_NAME), fields.text("From", MAX_NAME));
    }

    private static SwimMessage dead(Fields fields) throws WireException {
        return new SwimMessage.Dead(
                incarnation(fields), fields.required("Node", MAX_NAME), fields.text("From", MAX_NAME));
    }

    private SwimMessage alive(Fields fields) throws WireException {
        return new SwimMessage.Alive(
                incarnation(fields),
                fields.required("Node", MAX_NAME),
                address(fields, "Addr", "Port"),
                fields.bytes("Meta", Member.MAX_META),
                versions(fields));
    }

    private static long sequence(Fields fields) throws WireException {
        return fields.unsigned("SeqNo", MAX_U32);
    }

    private static long incarnation(Fields fields) throws WireException {
        return fields.unsigned("Incarnation", MAX_U32);
    }

    private Optional<SwimMessage.Sender> sender(Fields fields) throws WireException {
        boolean told = fields.raw("SourceAddr", IPV6).remaining() > 0 && fields.unsigned("SourcePort", MAX_U16) > 0;
        return told
                ? Optional.of(new SwimMessage.Sender(
                        address(fields, "SourceAddr", "SourcePort"), fields.text("SourceNode", MAX_NAME)))
                : Optional.empty();
    }

    private NodeAddress address(Fields fields, String ip, String port) throws WireException {
        return address(fields, ip, port, ownPort);
    }

    /** @param silent the port of those who do not tell theirs */
    static NodeAddress address(Fields fields, String ip, String port, int silent) throws WireException {
        byte[] bytes = fields.raw(ip, IPV6).toByteArray();
        if (bytes.length != IPV4 && bytes.length != IPV6) {
            throw new WireException(Reason.MESSAGE, ip + " has neither 4 nor 16 bytes");
        }
        int told = (int) fields.unsigned(port, MAX_U16);
        return NodeAddress.of(bytes, told == 0 ? silent : told);
    }

    private static ProtocolVersions versions(Fields fields) throws WireException {
        Input in = fields.raw("Vsn", Bounds.MAX_VALUE);
        if (in.remaining() == 0) {
            return ProtocolVersions.UNKNOWN;
        } else if (in.remaining() != VERSIONS) {
            throw new WireException(Reason.MESSAGE, "Vsn has other than 6 bytes");
        }
        return new ProtocolVersions(in.u8(), in.u8(), in.u8(), in.u8(), in.u8(), in.u8());
    }
}

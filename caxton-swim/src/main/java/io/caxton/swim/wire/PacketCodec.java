package io.caxton.swim.wire;

import io.caxton.swim.PacketOverhead;
import io.caxton.swim.SwimMessage;
import java.util.List;

/**
 * Packets as bytes (memberlist protocol, versions 1 to 5). Its layers from the outside in: label, encryption, CRC,
 * compression (which is read, never written), then one message or a compound of up to {@value #MAX_MESSAGES}.
 *
 * <p>It keeps nothing between two calls and may be used by several threads, if the source of its nonces may.
 */
public final class PacketCodec {
    /** A compound tells their count in a byte. */
    public static final int MAX_MESSAGES = 255;

    private final Envelope envelope;
    private final MessageReader reader;

    /**
     * The packets of one node.
     *
     * @param ownPort the port of senders of protocol version 1, who do not tell theirs
     */
    public PacketCodec(Security security, int ownPort) {
        this.envelope = new Envelope(security);
        this.reader = new MessageReader(ownPort);
    }

    /**
     * A packet with these messages, in their order.
     *
     * @param crc whether it has a checksum, for those who understand {@link io.caxton.swim.ProtocolVersions#CRC}
     * @throws IllegalArgumentException if there are none or more than {@link #MAX_MESSAGES}, or one of several has more
     *     than 65,535 bytes
     */
    public byte[] encode(List<SwimMessage> messages, boolean crc) {
        if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
            throw new IllegalArgumentException(
                    "a packet has 1 to " + MAX_MESSAGES + " messages, not " + messages.size());
        }
        byte[] body = body(messages);
        return envelope.wrapPacket(crc ? withCrc(body) : body);
    }

    /** How many bytes a message takes in a packet, besides {@link #overhead}. */
    public int sizeOf(SwimMessage message) {
        return message(message).size();
    }

    /** How many bytes label and encryption take of a packet; the rest is {@link PacketOverhead}. */
    public int envelope() {
        return envelope.packetOverhead();
    }

    /** How many bytes a packet of so many messages has besides them, checksum included. */
    public int overhead(int messages) {
        int compound = messages > 1 ? PacketOverhead.COMPOUND + messages * PacketOverhead.PART : 0;
        return envelope() + PacketOverhead.CRC + compound;
    }

    /**
     * What a packet says. It never throws for what is in the packet: that is among the errors.
     *
     * @param length how much of the array is the packet
     * @throws IndexOutOfBoundsException if the array is shorter
     */
    public Decoded decode(byte[] packet, int length) {
        PacketReader content = new PacketReader(reader);
        Input in = new Input(packet, 0, length);
        try {
            content.read(envelope.openPacket(in));
        } catch (WireException e) {
            content.fail(e);
        }
        return content.decoded();
    }

    private static byte[] body(List<SwimMessage> messages) {
        return messages.size() == 1
                ? message(messages.get(0)).toByteArray()
                : compound(messages).toByteArray();
    }

    private static Packer message(SwimMessage message) {
        Packer out = new Packer();
        MessageWriter.write(message, out);
        return out;
    }

    private static Packer compound(List<SwimMessage> messages) {
        Packer out = new Packer().u8(MessageType.COMPOUND).u8(messages.size());
        messages.forEach(message -> out.u16(0));
        int position = PacketOverhead.COMPOUND;
        for (SwimMessage message : messages) {
            int start = out.size();
            MessageWriter.write(message, out);
            out.putU16(position, length(out.size() - start));
            position += PacketOverhead.PART;
        }
        return out;
    }

    private static int length(int size) {
        if (size > Bounds.MAX_U16) {
            throw new IllegalArgumentException("a message of several has at most 65535 bytes, not " + size);
        }
        return size;
    }

    private static byte[] withCrc(byte[] body) {
        return new Packer()
                .u8(MessageType.HAS_CRC)
                .u32(PacketReader.crc(body, 0, body.length))
                .append(body)
                .toByteArray();
    }
}

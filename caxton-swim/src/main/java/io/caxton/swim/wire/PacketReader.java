package io.caxton.swim.wire;

import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Reads the inside of one packet, from the outside in: CRC, compression, then one message or a compound of them. */
final class PacketReader {
    private final MessageReader reader;
    private final List<SwimMessage> messages = new ArrayList<>();
    private final List<DecodeError> errors = new ArrayList<>();

    PacketReader(MessageReader reader) {
        this.reader = reader;
    }

    Decoded decoded() {
        return new Decoded(messages, errors);
    }

    void fail(WireException e) {
        errors.add(e.error());
    }

    void read(Input packet) throws WireException {
        Input body = decompressed(checked(packet));
        if (body.peek() == MessageType.COMPOUND) {
            compound(body);
        } else {
            messages.add(reader.read(body));
        }
    }

    /** The sum of a body, as in the CRC header before it. */
    static long crc(byte[] bytes, int from, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, from, length);
        return sum.getValue();
    }

    private static Input checked(Input packet) throws WireException {
        if (packet.peek() != MessageType.HAS_CRC) {
            return packet;
        }
        packet.u8();
        long expected = packet.u32();
        if (crc(packet.array(), packet.position(), packet.remaining()) != expected) {
            throw new WireException(Reason.CRC, "the sum is wrong");
        }
        return packet;
    }

    private static Input decompressed(Input body) throws WireException {
        if (body.peek() != MessageType.COMPRESS) {
            return body;
        }
        body.u8();
        return Compression.read(body, Bounds.MAX_DECOMPRESSED);
    }

    /** Type, count, the lengths in two bytes each, the messages (memberlist protocol, compound message). */
    private void compound(Input body) throws WireException {
        body.u8();
        int count = body.u8();
        if (count == 0) {
            throw new WireException(Reason.COMPOUND, "nothing in it");
        }
        if (body.remaining() < 2 * count) {
            throw new WireException(Reason.COMPOUND, "ends within its lengths");
        }
        Input lengths = body.take(2L * count);
        for (int i = 0; i < count; i++) {
            int length = lengths.u16();
            if (length > body.remaining()) {
                throw new WireException(Reason.COMPOUND, "ends " + (count - i) + " messages early");
            }
            part(body.take(length));
        }
    }

    /** One that makes no sense does not take the others with it. */
    private void part(Input message) {
        try {
            messages.add(reader.read(message));
        } catch (WireException e) {
            fail(e);
        }
    }
}

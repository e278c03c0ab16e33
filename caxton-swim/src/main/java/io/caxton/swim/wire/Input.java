package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.wire.DecodeError.Reason;
import java.util.Arrays;
import java.util.Objects;

/** A part of an array that is read from its beginning to its end, numbers in network order. */
final class Input {
    private final byte[] bytes;
    private final int end;
    private int position;

    Input(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    static Input of(byte[] bytes) {
        return new Input(bytes, 0, bytes.length);
    }

    /** The array, for those who work on a range of it. */
    byte[] array() {
        return bytes;
    }

    int position() {
        return position;
    }

    int end() {
        return end;
    }

    int remaining() {
        return end - position;
    }

    /** The same bytes from another position on. */
    Input at(int otherPosition) {
        return new Input(bytes, otherPosition, end);
    }

    /** The next byte, which stays. */
    int peek() throws WireException {
        require(1);
        return bytes[position] & 0xFF;
    }

    int u8() throws WireException {
        require(1);
        return bytes[position++] & 0xFF;
    }

    int u16() throws WireException {
        require(2);
        return (u8() << 8) | u8();
    }

    long u32() throws WireException {
        require(4);
        return ((long) u16() << 16) | u16();
    }

    /** Eight bytes as a signed number. */
    long i64() throws WireException {
        require(8);
        return (u32() << 32) | u32();
    }

    /** The next bytes as an input of their own; nothing is copied. */
    Input take(long length) throws WireException {
        require(length);
        Input part = new Input(bytes, position, position + (int) length);
        position += (int) length;
        return part;
    }

    /** A copy of what is left. */
    ByteString rest() {
        return ByteString.of(bytes, position, remaining());
    }

    /** A copy of what is left. */
    byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, position, end);
    }

    private void require(long length) throws WireException {
        if (length > remaining()) {
            throw new WireException(Reason.TOO_SHORT, "ends " + (length - remaining()) + " bytes early");
        }
    }
}

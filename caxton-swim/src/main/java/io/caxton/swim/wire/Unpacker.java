package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads MessagePack values in whatever form a sender chose: numbers of any width, texts and bytes as {@code str} or {@code
 * bin}.
 */
final class Unpacker {
    private static final int NIL = 0xC0;

    private Unpacker() {}

    /** Whether the next value is {@code nil}, as Go writes bytes that are not there. */
    static boolean isNil(Input in) throws WireException {
        return in.peek() == NIL;
    }

    /** The head of a map: how many pairs follow. */
    static long mapSize(Input in) throws WireException {
        int head = in.u8();
        if ((head & 0xF0) == 0x80) {
            return head & 0x0F;
        }
        return switch (head) {
            case 0xDE -> in.u16();
            case 0xDF -> in.u32();
            default -> throw malformed("not a map");
        };
    }

    /** The head of an array: how many values follow. */
    static long arraySize(Input in) throws WireException {
        int head = in.u8();
        if ((head & 0xF0) == 0x90) {
            return head & 0x0F;
        }
        return switch (head) {
            case 0xDC -> in.u16();
            case 0xDD -> in.u32();
            default -> throw malformed("not an array");
        };
    }

    /** The bytes of a text or of bytes; they are not copied. */
    static Input raw(Input in) throws WireException {
        int head = in.u8();
        if ((head & 0xE0) == 0xA0) {
            return in.take(head & 0x1F);
        }
        return in.take(
                switch (head) {
                    case 0xC4, 0xD9 -> in.u8();
                    case 0xC5, 0xDA -> in.u16();
                    case 0xC6, 0xDB -> in.u32();
                    default -> throw malformed("neither text nor bytes");
                });
    }

    /** A whole number. One above 2^63 - 1 comes out negative, which none of the protocol's numbers is. */
    static long integer(Input in) throws WireException {
        int head = in.u8();
        if (head <= 0x7F) {
            return head;
        } else if (head >= 0xE0) {
            return (byte) head;
        }
        return switch (head) {
            case 0xCC -> in.u8();
            case 0xCD -> in.u16();
            case 0xCE -> in.u32();
            case 0xCF, 0xD3 -> in.i64();
            case 0xD0 -> (byte) in.u8();
            case 0xD1 -> (short) in.u16();
            case 0xD2 -> (int) in.u32();
            default -> throw malformed("not a whole number");
        };
    }

    static boolean flag(Input in) throws WireException {
        return switch (in.u8()) {
            case 0xC2 -> false;
            case 0xC3 -> true;
            default -> throw malformed("neither true nor false");
        };
    }

    /** All that is left of the input, which must be UTF-8. */
    static String utf8(Input in) throws WireException {
        String text = new String(in.array(), in.position(), in.remaining(), StandardCharsets.UTF_8);
        // Only what is malformed, or what a sender wrote as such, has this sign: all others need no second look.
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(in);
        }
        return text;
    }

    private static void requireUtf8(Input in) throws WireException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.array(), in.position(), in.remaining()));
        } catch (CharacterCodingException e) {
            throw malformed("not UTF-8");
        }
    }

    private static WireException malformed(String detail) {
        return new WireException(Reason.MESSAGE, detail);
    }
}

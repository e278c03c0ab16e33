package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;
import java.util.Arrays;

/**
 * Decompresses LZW as Go's {@code compress/lzw} writes it: least significant bit first, literals of 8 bits, codes of 9 to 12
 * bits, one that clears the table and one that ends the data. A full table stays as it is until it is cleared.
 *
 * <p>Whatever a code stands for was written before as one piece, so that the table holds places in the output.
 */
final class LzwReader {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_WIDTH = 9;
    private static final int LAST_WIDTH = 12;
    private static final int TABLE = 1 << LAST_WIDTH;
    private static final int NONE = -1;

    private final Input in;
    private final int maxBytes;
    private final int[] starts = new int[TABLE];
    private final int[] lengths = new int[TABLE];

    private byte[] out;
    private int size;

    private int bits;
    private int bitCount;
    private int width = FIRST_WIDTH;
    private int newest = END;
    private int lastStart = NONE;

    private LzwReader(Input in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.out = new byte[Math.min(in.remaining(), maxBytes)];
    }

    /** Decompresses an input into at most so many bytes. */
    static byte[] read(Input in, int maxBytes) throws WireException {
        LzwReader reader = new LzwReader(in, maxBytes);
        reader.readToEnd();
        return Arrays.copyOf(reader.out, reader.size);
    }

    private void readToEnd() throws WireException {
        for (int code = nextCode(); code != END; code = nextCode()) {
            if (code == CLEAR) {
                width = FIRST_WIDTH;
                newest = END;
                lastStart = NONE;
            } else {
                expand(code);
            }
        }
    }

    private int nextCode() throws WireException {
        while (bitCount < width) {
            if (in.remaining() == 0) {
                throw new WireException(Reason.COMPRESSION, "ends early");
            }
            bits |= in.u8() << bitCount;
            bitCount += Byte.SIZE;
        }
        int code = bits & ((1 << width) - 1);
        bits >>>= width;
        bitCount -= width;
        return code;
    }

    private void expand(int code) throws WireException {
        int start = size;
        if (lastStart != NONE) {
            // What the last code stood for and the byte after it, which is the first one of this code.
            starts[newest] = lastStart;
            lengths[newest] = start - lastStart + 1;
        }
        if (code > newest) {
            throw new WireException(Reason.COMPRESSION, "a code that is not in the table");
        }
        if (code < CLEAR) {
            reserve(1);
            out[size++] = (byte) code;
        } else {
            copy(starts[code], lengths[code]);
        }
        lastStart = start;
        addEntry();
    }

    /** Byte by byte, as the newest entry ends with the first byte of its own copy. */
    private void copy(int from, int length) throws WireException {
        reserve(length);
        for (int i = from; i < from + length; i++) {
            out[size++] = out[i];
        }
    }

    private void addEntry() {
        newest++;
        if (newest == 1 << width) {
            if (width == LAST_WIDTH) {
                newest--;
                lastStart = NONE;
            } else {
                width++;
            }
        }
    }

    private void reserve(int more) throws WireException {
        if (more > maxBytes - size) {
            throw new WireException(Reason.TOO_LARGE, "more than " + maxBytes + " bytes once it is decompressed");
        }
        if (more > out.length - size) {
            out = Arrays.copyOf(out, (int) Math.min(maxBytes, Math.max(2L * out.length, (long) size + more)));
        }
    }
}

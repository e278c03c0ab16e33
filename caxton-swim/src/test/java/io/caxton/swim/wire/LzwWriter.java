package io.caxton.swim.wire;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/** Compresses as Go's {@code compress/lzw} does (least significant bit first, 8 bits), for the tests of the reader. */
final class LzwWriter {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int LAST_CODE = 4095;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Integer, Integer> table = new HashMap<>();
    private final boolean clearsWhenFull;
    private int newest = END;
    private int width = 9;
    private long bits;
    private int bitCount;

    private LzwWriter(boolean clearsWhenFull) {
        this.clearsWhenFull = clearsWhenFull;
    }

    /** As Go's writer does it. */
    static byte[] compress(byte[] plain) {
        return new LzwWriter(true).write(plain);
    }

    /** As a writer may do it too: the table stays as it is once it is full. */
    static byte[] compressWithOneTable(byte[] plain) {
        return new LzwWriter(false).write(plain);
    }

    private byte[] write(byte[] plain) {
        emit(CLEAR);
        int code = -1;
        for (byte next : plain) {
            int literal = next & 0xFF;
            Integer known = table.get((code << 8) | literal);
            if (code < 0) {
                code = literal;
            } else if (known != null) {
                code = known;
            } else {
                emit(code);
                learn((code << 8) | literal);
                code = literal;
            }
        }
        if (code >= 0) {
            emit(code);
            learn(-1);
        }
        emit(END);
        emitRest();
        return out.toByteArray();
    }

    private void learn(int key) {
        if (newest == LAST_CODE) {
            return;
        }
        newest++;
        if (newest == 1 << width) {
            width++;
        }
        if (newest == LAST_CODE && clearsWhenFull) {
            emit(CLEAR);
            table.clear();
            newest = END;
            width = 9;
        } else {
            table.put(key, newest);
        }
    }

    private void emit(int code) {
        bits |= (long) code << bitCount;
        bitCount += width;
        while (bitCount >= 8) {
            out.write((int) bits);
            bits >>>= 8;
            bitCount -= 8;
        }
    }

    private void emitRest() {
        if (bitCount > 0) {
            out.write((int) bits);
        }
    }
}

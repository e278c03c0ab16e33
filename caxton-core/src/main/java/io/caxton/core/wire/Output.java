package io.caxton.core.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes numbers of seven bits a byte, lowest first, and texts in UTF-8. A text that was written before is written as its
 * place among those, where that is shorter.
 */
public final class Output {
    /** Shorter texts are always written out. */
    static final int MIN_SHARED = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, Integer> written = new HashMap<>();
    private int count;

    /** One byte. */
    public void single(int value) {
        bytes.write(value);
    }

    /** A number from 0 on. */
    public void number(long value) {
        long rest = value;
        while (rest >= 0x80) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    /** A text that is not likely to come again. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
    }

    /** A text that may come again. */
    public void shared(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        @Nullable Integer place = written.get(text);
        long reference = place == null ? 0 : (long) place << 1 | 1;
        if (place != null && sizeOf(reference) <= utf8.length) {
            number(reference);
            return;
        }
        number((long) utf8.length << 1);
        bytes.writeBytes(utf8);
        if (utf8.length >= MIN_SHARED) {
            // A text that is written out again takes the next place, as its reader cannot know that it had one.
            written.put(text, count++);
        }
    }

    private static int sizeOf(long number) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(number)) / 7);
    }

    /** Bytes after their number. */
    public void bytes(byte[] some) {
        number(some.length);
        bytes.writeBytes(some);
    }

    /** How many bytes were written so far. */
    public int size() {
        return bytes.size();
    }

    /** All that was written. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}

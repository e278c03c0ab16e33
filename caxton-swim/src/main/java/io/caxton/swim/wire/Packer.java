package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing array of bytes and MessagePack values. Of MessagePack it writes the old forms only, without {@code str8}, {@code
 * bin} and {@code nil}: those the codec of every memberlist reads for texts and bytes alike.
 */
final class Packer {
    private static final int FIRST_SIZE = 128;
    private static final int FIXSTR = 0xA0;
    private static final int FIXMAP = 0x80;
    private static final int FIXMAP_SIZES = 16;
    private static final int FIXSTR_SIZES = 32;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    Packer u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    Packer u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Packer u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    /** Replaces two bytes that are there already. */
    void putU16(int position, int value) {
        bytes[position] = (byte) (value >>> 8);
        bytes[position + 1] = (byte) value;
    }

    Packer append(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    Packer append(ByteString value) {
        reserve(value.size());
        value.copyTo(bytes, size);
        size += value.size();
        return this;
    }

    /** The head of a map; its fields follow. */
    Packer map(int fields) {
        if (fields >= FIXMAP_SIZES) {
            throw new IllegalArgumentException("a message has fewer than " + FIXMAP_SIZES + " fields, not " + fields);
        }
        return u8(FIXMAP | fields);
    }

    Packer field(String name, long unsigned) {
        return text(name).unsigned(unsigned);
    }

    Packer field(String name, boolean flag) {
        return text(name).u8(flag ? 0xC3 : 0xC2);
    }

    Packer field(String name, String text) {
        return text(name).text(text);
    }

    Packer field(String name, byte[] raw) {
        return text(name).rawHead(raw.length).append(raw);
    }

    Packer field(String name, ByteString raw) {
        return text(name).rawHead(raw.size()).append(raw);
    }

    Packer text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return rawHead(utf8.length).append(utf8);
    }

    /** In as few bytes as it takes. */
    Packer unsigned(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("must not be negative: " + value);
        } else if (value <= 0x7F) {
            return u8((int) value);
        } else if (value <= 0xFF) {
            return u8(0xCC).u8((int) value);
        } else if (value <= Bounds.MAX_U16) {
            return u8(0xCD).u16((int) value);
        } else if (value <= Bounds.MAX_U32) {
            return u8(0xCE).u32(value);
        }
        return u8(0xCF).u32(value >>> 32).u32(value);
    }

    private Packer rawHead(int length) {
        if (length < FIXSTR_SIZES) {
            return u8(FIXSTR | length);
        }
        return length <= Bounds.MAX_U16 ? u8(0xDA).u16(length) : u8(0xDB).u32(length);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }
}

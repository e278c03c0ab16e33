package io.caxton.core.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link Output} writes. Each method throws {@link MalformedClusterMessageException} and nothing else. */
final class Input {
    /** Bytes of one text: the longest there is has 1,024 characters. */
    private static final int MAX_TEXT = 4_096;

    /** Kinds that are shared: few enough that a sender who makes them collide costs little time. */
    private static final int MAX_ALIKE = 1_000;

    private final byte[] bytes;
    private final List<String> read = new ArrayList<>();

    /** What agents of this message have alike, so that they share it in memory too. */
    private final Map<Object, Object> alike = new HashMap<>();

    private int at;

    Input(byte[] bytes) {
        this.bytes = bytes;
    }

    int single() {
        if (at == bytes.length) {
            throw new MalformedClusterMessageException("ends too early");
        }
        return bytes[at++] & 0xff;
    }

    /** A number from 0 to 2^63 - 1. */
    long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = single();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedClusterMessageException("has a number of more than 63 bits");
    }

    /** A number from 0 to {@code max}. */
    int count(String what, int max) {
        long value = number();
        if (value > max) {
            throw new MalformedClusterMessageException(what + " must be at most " + max);
        }
        return (int) value;
    }

    String text() {
        return decode(number());
    }

    String shared() {
        long code = number();
        if ((code & 1) == 1) {
            long place = code >>> 1;
            if (place >= read.size()) {
                throw new MalformedClusterMessageException("refers to a text that it does not have");
            }
            return read.get((int) place);
        }
        long length = code >>> 1;
        String text = decode(length);
        if (length >= Output.MIN_SHARED) {
            read.add(text);
        }
        return text;
    }

    /** A value that is equal to this one, the same for all that are, of the first kinds that come. */
    @SuppressWarnings("unchecked") // it is equal to one of its own type
    <T> T shared(T value) {
        return alike.size() < MAX_ALIKE
                ? (T) alike.computeIfAbsent(value, first -> first)
                : (T) alike.getOrDefault(value, value);
    }

    private String decode(long length) {
        if (length > Math.min(MAX_TEXT, bytes.length - at)) {
            throw new MalformedClusterMessageException("has a text that is too long");
        }
        try {
            ByteBuffer utf8 = ByteBuffer.wrap(bytes, at, (int) length);
            at += (int) length;
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedClusterMessageException("has a text that is not UTF-8", e);
        }
    }

    /** Nothing may be left. */
    void end() {
        if (at != bytes.length) {
            throw new MalformedClusterMessageException("goes on after its end");
        }
    }
}

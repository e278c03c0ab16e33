package io.caxton.core.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link Output} writes. Each method throws the exception that it was given for bytes that are wrong, and nothing else. */
public final class Input {
    /** Bytes of one text: the longest there is has 1,024 characters. */
    private static final int MAX_TEXT = 4_096;

    /** Kinds that are shared: few enough that a sender who makes them collide costs little time. */
    private static final int MAX_ALIKE = 1_000;

    /** Makes the exception that says what is wrong. */
    @FunctionalInterface
    public interface Complaint {
        RuntimeException because(String what, @Nullable Throwable cause);
    }

    private final Complaint malformed;
    private final byte[] bytes;
    private final List<String> read = new ArrayList<>();

    /** What agents of this message have alike, so that they share it in memory too. */
    private final Map<Object, Object> alike = new HashMap<>();

    private int at;

    public Input(byte[] bytes, Complaint malformed) {
        this.malformed = malformed;
        this.bytes = bytes;
    }

    /** One byte, from 0 to 255. */
    public int single() {
        if (at == bytes.length) {
            throw malformed.because("ends too early", null);
        }
        return bytes[at++] & 0xff;
    }

    /** A number from 0 to 2^63 - 1. */
    public long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = single();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed.because("has a number of more than 63 bits", null);
    }

    /** A number from 0 to {@code max}. */
    public int count(String what, int max) {
        long value = number();
        if (value > max) {
            throw malformed.because(what + " must be at most " + max, null);
        }
        return (int) value;
    }

    /** What {@link Output#text} wrote. */
    public String text() {
        return decode(number());
    }

    /** What {@link Output#shared} wrote. */
    public String shared() {
        long code = number();
        if ((code & 1) == 1) {
            long place = code >>> 1;
            if (place >= read.size()) {
                throw malformed.because("refers to a text that it does not have", null);
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

    /** What {@link Output#bytes} wrote, at most {@code max} of them. */
    public byte[] bytes(String what, int max) {
        int length = count(what, max);
        if (length > bytes.length - at) {
            throw malformed.because("ends too early", null);
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** A value that is equal to this one, the same for all that are, of the first kinds that come. */
    @SuppressWarnings("unchecked") // it is equal to one of its own type
    public <T> T shared(T value) {
        return alike.size() < MAX_ALIKE
                ? (T) alike.computeIfAbsent(value, first -> first)
                : (T) alike.getOrDefault(value, value);
    }

    private String decode(long length) {
        if (length > Math.min(MAX_TEXT, bytes.length - at)) {
            throw malformed.because("has a text that is too long", null);
        }
        try {
            ByteBuffer utf8 = ByteBuffer.wrap(bytes, at, (int) length);
            at += (int) length;
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw malformed.because("has a text that is not UTF-8", e);
        }
    }

    /** Nothing may be left. */
    public void end() {
        if (at != bytes.length) {
            throw malformed.because("goes on after its end", null);
        }
    }
}

package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.wire.DecodeError.Reason;
import java.util.Optional;

/**
 * The body of a message: a MessagePack map with the names of Go's fields as keys, in any order. What is absent or {@code
 * nil} has the value Go gives it: zero, false or empty. Fields nobody asks for are skipped, so that later versions may add
 * some. Of two with one name the last one counts.
 */
final class Fields {
    private final Input in;
    private final int[] keys;
    private final int[] keySizes;
    private final int[] values;

    private Fields(Input in, int count) {
        this.in = in;
        keys = new int[count];
        keySizes = new int[count];
        values = new int[count];
    }

    /** Reads a map to its end. */
    static Fields read(Input in) throws WireException {
        long count = Unpacker.mapSize(in);
        if (count > Bounds.MAX_FIELDS) {
            throw new WireException(Reason.TOO_LARGE, "more than " + Bounds.MAX_FIELDS + " fields");
        }
        Fields fields = new Fields(in, (int) count);
        ValueScanner scanner = new ValueScanner();
        for (int i = 0; i < count; i++) {
            fields.pass(i, scanner);
        }
        return fields;
    }

    /** A number from 0 to {@code max}. */
    long unsigned(String name, long max) throws WireException {
        int index = find(name);
        if (index < 0) {
            return 0;
        }
        long value = value(name, index, Unpacker::integer);
        if (value < 0 || value > max) {
            throw new WireException(Reason.MESSAGE, name + " is out of range");
        }
        return value;
    }

    boolean flag(String name) throws WireException {
        int index = find(name);
        return index >= 0 && value(name, index, Unpacker::flag);
    }

    String text(String name, int maxBytes) throws WireException {
        int index = find(name);
        return index < 0 ? "" : value(name, index, value -> Unpacker.utf8(bounded(value, maxBytes)));
    }

    /** A text that must not be empty. */
    String required(String name, int maxBytes) throws WireException {
        String text = text(name, maxBytes);
        if (text.isEmpty()) {
            throw new WireException(Reason.MESSAGE, name + " is empty");
        }
        return text;
    }

    /** A copy. */
    ByteString bytes(String name, int maxBytes) throws WireException {
        return raw(name, maxBytes).rest();
    }

    /** Where the bytes are; they are not copied. */
    Input raw(String name, int maxBytes) throws WireException {
        int index = find(name);
        return index < 0 ? in.at(in.end()) : value(name, index, value -> bounded(value, maxBytes));
    }

    /** Where a value of any kind is; empty if it is absent or nil. */
    Optional<Input> value(String name) throws WireException {
        int index = find(name);
        return index < 0 ? Optional.empty() : Optional.of(in.at(values[index]));
    }

    private static Input bounded(Input value, int maxBytes) throws WireException {
        Input raw = Unpacker.raw(value);
        if (raw.remaining() > maxBytes) {
            throw new WireException(Reason.TOO_LARGE, "more than " + maxBytes + " bytes");
        }
        return raw;
    }

    private void pass(int index, ValueScanner scanner) throws WireException {
        Input key = Unpacker.raw(in);
        keys[index] = key.position();
        keySizes[index] = key.remaining();
        values[index] = in.position();
        scanner.reset();
        int end = scanner.scan(in.array(), in.position(), in.end());
        if (!scanner.isDone()) {
            throw new WireException(Reason.TOO_SHORT, "ends within a field");
        }
        in.take(end - in.position());
    }

    /** Its place, or -1 if it is absent or nil. */
    private int find(String name) throws WireException {
        for (int i = keys.length - 1; i >= 0; i--) {
            if (isNamed(i, name)) {
                return Unpacker.isNil(in.at(values[i])) ? -1 : i;
            }
        }
        return -1;
    }

    private boolean isNamed(int index, String name) {
        if (keySizes[index] != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (in.array()[keys[index] + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private <T> T value(String name, int index, Form<T> form) throws WireException {
        try {
            return form.read(in.at(values[index]));
        } catch (WireException e) {
            throw new WireException(e.error().reason(), name + ": " + e.error().detail());
        }
    }

    /** One of {@link Unpacker}'s. */
    private interface Form<T> {
        T read(Input in) throws WireException;
    }
}

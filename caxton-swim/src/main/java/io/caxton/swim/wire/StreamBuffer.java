package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a stream that have come so far. What a stream announces is only compared with the limit: memory is used for
 * what has come.
 */
final class StreamBuffer {
    private static final int FIRST_SIZE = 1_024;

    private final int limit;
    private final Reason beyondLimit;
    private final ValueScanner scanner = new ValueScanner();
    private byte[] bytes;
    private int position;
    private int scanned;
    private int end;

    private StreamBuffer(byte[] bytes, int from, int end, int limit, Reason beyondLimit) {
        this.bytes = bytes;
        this.position = from;
        this.scanned = from;
        this.end = end;
        this.limit = limit;
        this.beyondLimit = beyondLimit;
    }

    /** For a stream of which nothing has come. */
    static StreamBuffer empty(int limit) {
        return new StreamBuffer(new byte[Math.min(limit, FIRST_SIZE)], 0, 0, limit, Reason.TOO_LARGE);
    }

    /** Of something that has come to its end: wanting more of it fails. */
    static StreamBuffer complete(Input in) {
        return new StreamBuffer(in.array(), in.position(), in.end(), in.end(), Reason.TOO_SHORT);
    }

    void add(byte[] chunk, int offset, int length) throws WireException {
        if (length > limit - end) {
            throw beyondLimit();
        }
        if (length > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(2L * bytes.length, (long) end + length)));
        }
        System.arraycopy(chunk, offset, bytes, end, length);
        end += length;
    }

    int available() {
        return end - position;
    }

    /** How much memory it uses. */
    int capacity() {
        return bytes.length;
    }

    void check(Label label) throws WireException {
        label.check(bytes, position, available());
    }

    /** What has come and was not taken; nothing is copied. */
    Input peek() {
        return new Input(bytes, position, end);
    }

    /** Fails if so many more bytes cannot come. */
    void requireRoom(long length) throws WireException {
        if (length > limit - position) {
            throw beyondLimit();
        }
    }

    /** The next bytes, once they are there. */
    Optional<Input> take(long length) throws WireException {
        requireRoom(length);
        return length > available() ? Optional.empty() : Optional.of(advance(position + (int) length));
    }

    /** The next MessagePack value, once all of it is there. */
    Optional<Input> value(int maxBytes) throws WireException {
        scanned = scanner.scan(bytes, scanned, end);
        if (scanner.leastSize() > maxBytes) {
            throw new WireException(Reason.TOO_LARGE, "a value of more than " + maxBytes + " bytes");
        }
        requireRoom(scanner.leastSize());
        if (scanner.isDone()) {
            scanner.reset();
            return Optional.of(advance(scanned));
        }
        if (end == limit) {
            throw beyondLimit();
        }
        return Optional.empty();
    }

    private Input advance(int to) {
        Input part = new Input(bytes, position, to);
        position = to;
        scanned = to;
        return part;
    }

    private WireException beyondLimit() {
        return new WireException(
                beyondLimit, beyondLimit == Reason.TOO_SHORT ? "ends early" : "more than " + limit + " bytes");
    }
}

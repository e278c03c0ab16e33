package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;

/**
 * Finds where a MessagePack value ends, without building it. It goes on where it stopped when more bytes have come, so that a
 * value costs the same however many pieces it comes in.
 */
final class ValueScanner {
    private final long[] open = new long[Bounds.MAX_DEPTH + 1];
    private int depth;
    private long payload;
    private long scanned;
    private long outstanding;

    ValueScanner() {
        reset();
    }

    /** To the beginning of another value. */
    void reset() {
        depth = 0;
        open[0] = 1;
        payload = 0;
        scanned = 0;
        outstanding = 1;
    }

    boolean isDone() {
        return outstanding == 0 && payload == 0;
    }

    /** How many bytes the value has at least, by what was seen of it. */
    long leastSize() {
        return scanned + payload + outstanding;
    }

    /** Goes on at {@code from}; returns where it has come to: the value's end, or where it wants to go on. */
    int scan(byte[] bytes, int from, int to) throws WireException {
        int at = from;
        while (!isDone()) {
            int passed = (int) Math.min(payload, to - at);
            at += passed;
            payload -= passed;
            scanned += passed;
            if (isDone()) {
                break;
            }
            if (at == to || to - at < 1 + lengthSize(bytes[at] & 0xFF)) {
                break;
            }
            at += head(bytes, at);
        }
        return at;
    }

    private int head(byte[] bytes, int at) throws WireException {
        int head = bytes[at] & 0xFF;
        int size = lengthSize(head);
        long length = 0;
        for (int i = 1; i <= size; i++) {
            length = (length << 8) | (bytes[at + i] & 0xFF);
        }
        scanned += 1 + size;
        outstanding--;
        open[depth]--;
        if (isContainer(head)) {
            enter(children(head, length));
        } else {
            payload = size == 0 ? fixedPayload(head) : payload(head, length);
        }
        leave();
        return 1 + size;
    }

    private void enter(long children) throws WireException {
        if (depth == Bounds.MAX_DEPTH) {
            throw new WireException(Reason.MESSAGE, "more than " + Bounds.MAX_DEPTH + " levels deep");
        }
        open[++depth] = children;
        outstanding += children;
    }

    private void leave() {
        while (depth > 0 && open[depth] == 0) {
            depth--;
        }
    }

    /** How many bytes after the first one tell the length: of bin, ext, str, array and map. */
    private static int lengthSize(int head) {
        return switch (head) {
            case 0xC4, 0xC7, 0xD9 -> 1;
            case 0xC5, 0xC8, 0xDA, 0xDC, 0xDE -> 2;
            case 0xC6, 0xC9, 0xDB, 0xDD, 0xDF -> 4;
            default -> 0;
        };
    }

    private static boolean isContainer(int head) {
        return (head >= 0x80 && head <= 0x9F) || (head >= 0xDC && head <= 0xDF);
    }

    private static long children(int head, long length) {
        boolean map = head <= 0x8F || head >= 0xDE;
        long count = head <= 0x9F ? head & 0x0F : length;
        return map ? 2 * count : count;
    }

    /** An ext has a byte more than its length says: its type. */
    private static long payload(int head, long length) {
        return head >= 0xC7 && head <= 0xC9 ? length + 1 : length;
    }

    private static long fixedPayload(int head) throws WireException {
        if (head >= 0xA0 && head <= 0xBF) {
            return head & 0x1F;
        }
        return switch (head) {
            case 0xC1 -> throw new WireException(Reason.MESSAGE, "no MessagePack");
            case 0xCC, 0xD0 -> 1;
            case 0xCD, 0xD1, 0xD4 -> 2;
            case 0xCE, 0xD2, 0xCA -> 4;
            case 0xCF, 0xD3, 0xCB -> 8;
            case 0xD5 -> 3;
            case 0xD6 -> 5;
            case 0xD7 -> 9;
            case 0xD8 -> 17;
            default -> 0;
        };
    }
}

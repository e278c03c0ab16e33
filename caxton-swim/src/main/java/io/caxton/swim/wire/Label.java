package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The label of a cluster and the header that tells it (memberlist protocol, label header): type, length, label. */
final class Label {
    private final byte[] text;
    private final byte[] header;

    Label(String label) {
        text = label.getBytes(StandardCharsets.UTF_8);
        header = text.length == 0
                ? text
                : new Packer()
                        .u8(MessageType.HAS_LABEL)
                        .u8(text.length)
                        .append(text)
                        .toByteArray();
    }

    int headerSize() {
        return header.length;
    }

    /** The header, then a body. */
    byte[] before(byte[] body) {
        return header.length == 0 ? body : concatenate(header, body);
    }

    /** What is authenticated with an encrypted message, though it is not part of it: other bytes, then the label. */
    byte[] authenticated(byte[] before) {
        return concatenate(before, text);
    }

    /** Refuses bytes that do not begin with the header, as far as they go. */
    void check(byte[] bytes, int from, int available) throws WireException {
        int size = Math.min(available, header.length);
        boolean isOurs = header.length == 0
                ? available == 0 || (bytes[from] & 0xFF) != MessageType.HAS_LABEL
                : Arrays.equals(header, 0, size, bytes, from, from + size);
        if (!isOurs) {
            throw new WireException(Reason.LABEL, "not the label of this cluster");
        }
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;

/** Compressed messages (memberlist protocol, compress message). They are read, never written. */
final class Compression {
    private static final long LZW = 0;

    private Compression() {}

    /** What was compressed, type included; at most so many bytes of it. */
    static Input read(Input body, int maxBytes) throws WireException {
        Fields fields = Fields.read(body);
        if (fields.unsigned("Algo", Bounds.MAX_U32) != LZW) {
            throw new WireException(Reason.COMPRESSION, "an unknown algorithm");
        }
        return Input.of(LzwReader.read(fields.raw("Buf", Integer.MAX_VALUE), maxBytes));
    }
}

package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;

/**
 * Bytes that are not what they should be. It is checked, so that it cannot leave this package unseen: the decoders answer
 * with its {@link DecodeError}. It has no stack trace, as a flood of bad packets must be cheap.
 */
final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String detail;

    WireException(Reason reason, String detail) {
        super(reason + ": " + detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    DecodeError error() {
        return new DecodeError(reason, detail);
    }
}

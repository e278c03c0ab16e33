package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import java.util.List;
import java.util.Optional;

/** A user message (memberlist protocol, user message over TCP): a header with its length, and its bytes. */
final class UserReader implements BodyReader {
    private static final int UNKNOWN = -1;

    private final StreamLimits limits;
    private int length = UNKNOWN;

    UserReader(StreamLimits limits) {
        this.limits = limits;
    }

    @Override
    public Optional<Done> read(StreamBuffer in) throws WireException {
        if (length == UNKNOWN) {
            Optional<Input> header = in.value(Bounds.MAX_VALUE);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            length = bounded(Fields.read(header.get()).unsigned("UserMsgLen", Long.MAX_VALUE), limits);
        }
        return in.take(length).map(body -> new Done(new StreamMessage.User(body.rest()), List.of()));
    }

    /** A length that is not above the limit of what is carried on top. */
    static int bounded(long length, StreamLimits limits) throws WireException {
        if (length > limits.maxUserBytes()) {
            throw new WireException(Reason.TOO_LARGE, "more than " + limits.maxUserBytes() + " bytes of user data");
        }
        return (int) length;
    }
}

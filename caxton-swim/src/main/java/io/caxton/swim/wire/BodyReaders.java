package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import java.util.List;
import java.util.Optional;

/** Who reads what: by the type of a stream's message, which is taken already. */
final class BodyReaders {
    private final MessageReader messages;
    private final StreamLimits limits;

    BodyReaders(MessageReader messages, StreamLimits limits) {
        this.messages = messages;
        this.limits = limits;
    }

    /** For a message that may be compressed. */
    BodyReader outer(int type) throws WireException {
        return type == MessageType.COMPRESS ? this::decompress : plain(type);
    }

    /** Reads a message, with its type, of which all is there. */
    Done complete(Input all) throws WireException {
        int type = all.u8();
        return finish(outer(type), all);
    }

    private BodyReader plain(int type) throws WireException {
        return switch (type) {
            case MessageType.PUSH_PULL -> new StatesReader(messages, limits);
            case MessageType.USER -> new UserReader(limits);
            case MessageType.PING -> single(fields -> new StreamMessage.Ping(messages.ping(fields)));
            case MessageType.ACK -> single(fields -> new StreamMessage.Ack(messages.ack(fields)));
            case MessageType.ERROR ->
                single(fields -> new StreamMessage.Failure(fields.text("Error", Bounds.MAX_ERROR)));
            case MessageType.COMPRESS -> throw new WireException(Reason.COMPRESSION, "compressed once more");
            default -> throw new WireException(Reason.TYPE, "type " + type);
        };
    }

    private Optional<Done> decompress(StreamBuffer in) throws WireException {
        Optional<Input> value = in.value(limits.maxBytes());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Input all = Compression.read(value.get(), limits.maxBytes());
        int type = all.u8();
        return Optional.of(finish(plain(type), all));
    }

    private static Done finish(BodyReader reader, Input all) throws WireException {
        return reader.read(StreamBuffer.complete(all))
                .orElseThrow(() -> new WireException(Reason.TOO_SHORT, "ends early"));
    }

    /** For a message that is one map. */
    private static BodyReader single(Body body) {
        return in -> {
            Optional<Input> value = in.value(Bounds.MAX_VALUE);
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Done(body.of(Fields.read(value.get())), List.of()));
        };
    }

    /** Makes a message of its fields. */
    private interface Body {
        StreamMessage of(Fields fields) throws WireException;
    }
}

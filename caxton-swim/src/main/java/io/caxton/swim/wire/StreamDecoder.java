package io.caxton.swim.wire;

import io.caxton.swim.wire.StreamProgress.Done;
import io.caxton.swim.wire.StreamProgress.Failed;
import io.caxton.swim.wire.StreamProgress.NeedsMore;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message of one stream as its bytes come, in whatever pieces. It never throws for what the bytes hold, and keeps no
 * more of them than {@link StreamLimits#maxBytes()}; what is too large fails as soon as the stream announces it. For one
 * thread.
 */
public final class StreamDecoder {
    private static final StreamProgress NEEDS_MORE = new NeedsMore();

    private final Envelope envelope;
    private final BodyReaders readers;
    private StreamBuffer in;
    private @Nullable BodyReader reader;
    private boolean isPastLabel;
    private StreamProgress progress = NEEDS_MORE;

    StreamDecoder(Envelope envelope, BodyReaders readers, int maxBytes) {
        this.envelope = envelope;
        this.readers = readers;
        this.in = StreamBuffer.empty(maxBytes);
    }

    /**
     * Takes what has come and says how far it is. Once the message is there, or has failed, nothing is taken any more.
     *
     * @throws IndexOutOfBoundsException if the chunk has no such part
     */
    public StreamProgress add(byte[] chunk, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, chunk.length);
        if (progress instanceof NeedsMore) {
            progress = advance(chunk, offset, length);
            if (!(progress instanceof NeedsMore)) {
                in = StreamBuffer.empty(0);
                reader = null;
            }
        }
        return progress;
    }

    /** How far it is. */
    public StreamProgress progress() {
        return progress;
    }

    /** How many bytes of memory the stream takes at present. */
    int capacity() {
        return in.capacity();
    }

    private StreamProgress advance(byte[] chunk, int offset, int length) {
        try {
            in.add(chunk, offset, length);
            Optional<Done> done = read();
            return done.isPresent() ? done.get() : NEEDS_MORE;
        } catch (WireException e) {
            return new Failed(e.error());
        }
    }

    private Optional<Done> read() throws WireException {
        if (reader == null && isPastLabel() && in.available() > 0) {
            reader = reader(in.peek().peek());
        }
        return reader == null ? Optional.empty() : reader.read(in);
    }

    private boolean isPastLabel() throws WireException {
        if (!isPastLabel && in.available() > 0) {
            in.check(envelope.label());
            isPastLabel = in.take(envelope.label().headerSize()).isPresent();
        }
        return isPastLabel;
    }

    private BodyReader reader(int type) throws WireException {
        if (type == MessageType.ENCRYPT) {
            envelope.requireKeys();
            return new SealedReader(envelope, readers);
        }
        envelope.requirePlainAllowed();
        in.take(1);
        return readers.outer(type);
    }
}

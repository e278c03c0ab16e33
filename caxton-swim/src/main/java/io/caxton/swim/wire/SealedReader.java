package io.caxton.swim.wire;

import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import java.util.Optional;

/** An encrypted stream, from its type on. Nothing of its inside is looked at before all of it is there and authenticated. */
final class SealedReader implements BodyReader {
    private final Envelope envelope;
    private final BodyReaders readers;

    SealedReader(Envelope envelope, BodyReaders readers) {
        this.envelope = envelope;
        this.readers = readers;
    }

    @Override
    public Optional<Done> read(StreamBuffer in) throws WireException {
        in.requireRoom(Envelope.STREAM_HEADER);
        if (in.available() < Envelope.STREAM_HEADER) {
            return Optional.empty();
        }
        Input header = in.peek();
        header.u8();
        long length = header.u32();
        if (length < Aead.OVERHEAD) {
            throw new WireException(Reason.DECRYPTION, "too short to be encrypted");
        }
        Optional<Input> all = in.take(Envelope.STREAM_HEADER + length);
        return all.isEmpty() ? Optional.empty() : Optional.of(readers.complete(envelope.openStream(all.get())));
    }
}

package io.caxton.swim.wire;

import io.caxton.swim.wire.StreamProgress.Done;
import java.util.Optional;

/** Reads one kind of stream. It is asked again whenever more bytes have come, and goes on where it stopped. */
interface BodyReader {
    /** What the stream says, once all of it is there. */
    Optional<Done> read(StreamBuffer in) throws WireException;
}

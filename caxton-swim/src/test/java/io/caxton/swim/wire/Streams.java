package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import io.caxton.swim.wire.StreamProgress.Failed;
import io.caxton.swim.wire.StreamProgress.NeedsMore;
import java.util.List;
import java.util.Random;

/** Streams that come in, and what becomes of them. */
final class Streams {
    private Streams() {}

    static StreamCodec codec(Security security) {
        return new StreamCodec(security, StreamLimits.DEFAULT, Samples.OWN_PORT);
    }

    static StreamProgress read(StreamCodec codec, byte[] stream) {
        return codec.decoder().add(stream, 0, stream.length);
    }

    /** In pieces of a random length; each but the last must leave the decoder wanting more. */
    static StreamProgress readInPieces(StreamCodec codec, byte[] stream, int longest, Random random) {
        StreamDecoder decoder = codec.decoder();
        int at = 0;
        while (at < stream.length) {
            assertThat(decoder.progress()).isInstanceOf(NeedsMore.class);
            int length = Math.min(stream.length - at, 1 + random.nextInt(longest));
            assertThat(decoder.add(stream, at, length)).isSameAs(decoder.progress());
            at += length;
        }
        return decoder.progress();
    }

    static Done done(StreamMessage message) {
        return new Done(message, List.of());
    }

    static Reason failure(StreamProgress progress) {
        assertThat(progress).isInstanceOf(Failed.class);
        return ((Failed) progress).error().reason();
    }
}

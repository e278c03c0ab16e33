package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import io.caxton.swim.wire.StreamProgress.NeedsMore;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamCodecTest {
    private final StreamCodec codec = Streams.codec(Security.none());

    @Test
    void readsWhatItWroteInWhateverPiecesItComes() {
        Samples samples = new Samples(1);
        Random random = new Random(2);
        for (Security security : Layers.securities()) {
            StreamCodec secured = Streams.codec(security);
            for (int i = 0; i < 200; i++) {
                StreamMessage message = samples.streamMessage();
                byte[] stream = secured.encode(message);
                assertThat(Streams.readInPieces(secured, stream, 1 + i * 10, random))
                        .isEqualTo(Streams.done(message));
            }
        }
    }

    @Test
    void readsWhatIsCompressedInWhateverPiecesItComes() {
        Samples samples = new Samples(3);
        Random random = new Random(4);
        for (Security security : Layers.securities()) {
            StreamCodec secured = Streams.codec(security);
            for (int i = 0; i < 50; i++) {
                StreamMessage message = samples.streamMessage();
                byte[] stream = new Envelope(security).wrapStream(Layers.compressed(codec.encode(message)));
                assertThat(Streams.readInPieces(secured, stream, 1 + i * 20, random))
                        .isEqualTo(Streams.done(message));
            }
        }
    }

    @Test
    void readsAStreamOfManyMembersByteByByte() {
        StreamMessage.States states = new Samples(5).states(500);
        byte[] stream = codec.encode(states);
        assertThat(Streams.readInPieces(codec, stream, 1, new Random(6))).isEqualTo(Streams.done(states));
    }

    @Test
    void looksAtNothingThatFollowsTheMessage() {
        StreamMessage message = new StreamMessage.User(ByteString.utf8("hello"));
        byte[] stream = codec.encode(message);
        StreamDecoder decoder = codec.decoder();
        assertThat(decoder.add(Arrays.copyOf(stream, stream.length + 9), 0, stream.length + 9))
                .isEqualTo(Streams.done(message));
        StreamProgress done = decoder.progress();
        assertThat(decoder.add(new byte[99], 0, 99)).isSameAs(done);
        assertThat(decoder.capacity()).isZero();
    }

    @Test
    void takesNothingMoreOnceItHasFailed() {
        StreamDecoder decoder = codec.decoder();
        StreamProgress failed = decoder.add(Hex.bytes("ff"), 0, 1);
        assertThat(Streams.failure(failed)).isEqualTo(Reason.TYPE);
        byte[] good = codec.encode(new StreamMessage.Failure("x"));
        assertThat(decoder.add(good, 0, good.length)).isSameAs(failed);
        assertThat(decoder.capacity()).isZero();
    }

    @Test
    void neverTakesAnUnfinishedStreamForAFinishedOne() {
        Samples samples = new Samples(7);
        for (Security security : Layers.securities()) {
            StreamCodec secured = Streams.codec(security);
            byte[] stream = secured.encode(samples.states(2));
            for (int length = 0; length < stream.length; length++) {
                assertThat(secured.decoder().add(stream, 0, length)).isInstanceOf(NeedsMore.class);
            }
        }
    }

    @Test
    void failsWhenWhatWasCompressedOrEncryptedEndsEarly() {
        byte[] body = codec.encode(new Samples(8).states(2));
        for (int length = 0; length < body.length; length += 7) {
            byte[] part = Arrays.copyOf(body, length);
            assertThat(Streams.failure(Streams.read(codec, Layers.compressed(part))))
                    .isEqualTo(Reason.TOO_SHORT);
            byte[] sealed = new Envelope(Layers.encrypted()).wrapStream(part);
            assertThat(Streams.failure(Streams.read(Streams.codec(Layers.encrypted()), sealed)))
                    .isEqualTo(Reason.TOO_SHORT);
        }
    }

    @Test
    void refusesWhatIsCompressedTwice() {
        byte[] once = Layers.compressed(codec.encode(new StreamMessage.Failure("x")));
        assertThat(Streams.failure(Streams.read(codec, Layers.compressed(once))))
                .isEqualTo(Reason.COMPRESSION);
    }

    @Test
    void writesNoMoreThanItWouldTake() {
        StreamCodec small = new StreamCodec(Security.none(), new StreamLimits(1_000, 3, 600), Samples.OWN_PORT);
        assertThatThrownBy(() -> small.encode(new Samples(9).states(4)))
                .hasMessage("a stream has at most 3 members, not 4");
        assertThatThrownBy(() -> small.encode(new StreamMessage.User(ByteString.of(new byte[601]))))
                .hasMessage("a stream has at most 600 bytes of user data, not 601");
        SwimMessage.Ping ping = new SwimMessage.Ping(1, "n".repeat(1_000), Optional.empty());
        assertThatThrownBy(() -> small.encode(new StreamMessage.Ping(ping)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a stream has at most 1000 bytes");
    }

    @Test
    void takesAsMuchAsItsLimitsSayToTheByte() {
        StreamMessage.States states = new Samples(10).states(20);
        byte[] stream = codec.encode(states);
        StreamLimits exact = new StreamLimits(
                stream.length, 20, Math.max(1, states.userState().size()));
        assertThat(Streams.read(new StreamCodec(Security.none(), exact, Samples.OWN_PORT), stream))
                .isEqualTo(Streams.done(states));
        StreamLimits less = new StreamLimits(stream.length - 1, 20, exact.maxUserBytes());
        assertThat(Streams.failure(Streams.read(new StreamCodec(Security.none(), less, Samples.OWN_PORT), stream)))
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void tellsAtMost64UnreadableMembersOneByOne() {
        byte[] stream = Hex.bytes("06 81 a5 'Nodes' 64 " + "80".repeat(100));
        Done done = (Done) Streams.read(codec, stream);
        assertThat(done.skipped()).hasSize(Bounds.MAX_SKIPPED);
    }
}

package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import io.caxton.swim.wire.StreamProgress.Failed;
import io.caxton.swim.wire.StreamProgress.NeedsMore;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Spoiled packets and streams: no exception escapes, and what comes out stays bounded. Count: the system property {@code
 * caxton.swim.mutations}; a tenth as many streams.
 */
class MutationTest {
    private static final int DEFAULT_COUNT = 200_000;
    private static final int COUNT = Integer.getInteger("caxton.swim.mutations", DEFAULT_COUNT);
    private static final StreamLimits LIMITS = new StreamLimits(30_000, 40, 4_000);

    private final Random random = new Random(20_261_123);
    private final Samples samples = new Samples(4);
    private final Mutator mutator = new Mutator(random);
    private final Map<Reason, Integer> failures = new EnumMap<>(Reason.class);
    private int good;

    @Test
    void packets() {
        for (Security security : Layers.securities()) {
            PacketCodec codec = new PacketCodec(security, Samples.OWN_PORT);
            byte[] before = codec.encode(samples.messages(3), true);
            for (int i = 0; i < COUNT / Layers.securities().size(); i++) {
                byte[] packet = packet(security, before);
                take(codec, codec.decode(packet, packet.length));
                before = packet;
            }
        }
        report("packets");
        assertAllHappened(EnumSet.allOf(Reason.class));
        assertThat(good).isGreaterThan(COUNT / 20);
    }

    /** Spoiled in one of its layers, so that the spoiled place is reached behind a checksum and a tag that are right. */
    private byte[] packet(Security security, byte[] other) {
        List<SwimMessage> messages = samples.messages(1 + random.nextInt(3));
        byte[] body = new PacketCodec(Security.none(), Samples.OWN_PORT).encode(messages, false);
        boolean inside = random.nextInt(4) > 0;
        if (inside) {
            body = mutator.spoiled(body, other);
        }
        if (random.nextInt(4) == 0) {
            body = Layers.compressed(body);
            body = random.nextBoolean() ? mutator.spoiled(body, other) : body;
        }
        if (random.nextInt(3) == 0) {
            body = Layers.withCrc(body);
        }
        byte[] packet = new Envelope(security).wrapPacket(body);
        return inside ? packet : mutator.spoiled(packet, other);
    }

    private void take(PacketCodec codec, Decoded decoded) {
        assertThat(decoded.messages().size() + decoded.errors().size()).isBetween(1, PacketCodec.MAX_MESSAGES + 1);
        decoded.errors().forEach(this::count);
        if (decoded.messages().isEmpty()) {
            return;
        }
        good++;
        assertThat(decoded.messages().stream().mapToLong(MutationTest::size).sum())
                .isLessThanOrEqualTo(Bounds.MAX_DECOMPRESSED);
        byte[] again = codec.encode(decoded.messages(), true);
        assertThat(codec.decode(again, again.length)).isEqualTo(new Decoded(decoded.messages(), List.of()));
    }

    private static int size(SwimMessage message) {
        if (message instanceof SwimMessage.User user) {
            return user.body().size();
        } else if (message instanceof SwimMessage.Ack ack) {
            return ack.payload().size();
        }
        return message instanceof SwimMessage.Alive alive ? alive.meta().size() : 0;
    }

    @Test
    void streams() {
        int count = Math.max(1, COUNT / 10);
        for (Security security : Layers.securities()) {
            StreamCodec codec = new StreamCodec(security, LIMITS, Samples.OWN_PORT);
            byte[] before = codec.encode(new StreamMessage.Failure("x"));
            for (int i = 0; i < count / Layers.securities().size(); i++) {
                byte[] stream = stream(security, before);
                take(read(codec, stream));
                before = stream;
            }
        }
        report("streams");
        assertAllHappened(EnumSet.complementOf(EnumSet.of(Reason.CRC, Reason.COMPOUND)));
        assertThat(good).isGreaterThan(count / 20);
    }

    private byte[] stream(Security security, byte[] other) {
        byte[] body = new StreamCodec(Security.none(), StreamLimits.DEFAULT, Samples.OWN_PORT)
                .encode(samples.streamMessage());
        boolean inside = random.nextInt(4) > 0;
        if (inside) {
            body = mutator.spoiled(body, other);
        }
        if (random.nextInt(4) == 0) {
            body = Layers.compressed(body);
            body = random.nextBoolean() ? mutator.spoiled(body, other) : body;
        }
        byte[] stream = new Envelope(security).wrapStream(body);
        return inside ? stream : mutator.spoiled(stream, other);
    }

    /** In pieces, to the end of the message or of the stream. */
    private StreamProgress read(StreamCodec codec, byte[] stream) {
        StreamDecoder decoder = codec.decoder();
        int longest = 1 + random.nextInt(1 + stream.length);
        for (int at = 0; at < stream.length && decoder.progress() instanceof NeedsMore; ) {
            int length = Math.min(stream.length - at, 1 + random.nextInt(longest));
            decoder.add(stream, at, length);
            assertThat(decoder.capacity()).isLessThanOrEqualTo(LIMITS.maxBytes());
            at += length;
        }
        return decoder.progress();
    }

    private void take(StreamProgress progress) {
        if (progress instanceof Failed failed) {
            count(failed.error());
        } else if (progress instanceof Done done) {
            good++;
            assertThat(done.skipped().size()).isLessThanOrEqualTo(Bounds.MAX_SKIPPED);
            assertBounded(done.message());
            done.skipped().forEach(this::count);
            StreamCodec roomy = new StreamCodec(Security.none(), StreamLimits.DEFAULT, Samples.OWN_PORT);
            assertThat(Streams.read(roomy, roomy.encode(done.message()))).isEqualTo(Streams.done(done.message()));
        }
    }

    private static void assertBounded(StreamMessage message) {
        if (message instanceof StreamMessage.States states) {
            assertThat(states.nodes().size()).isLessThanOrEqualTo(LIMITS.maxNodes());
            assertBounded(states.userState());
        } else if (message instanceof StreamMessage.User user) {
            assertBounded(user.body());
        }
    }

    private static void assertBounded(ByteString bytes) {
        assertThat(bytes.size()).isLessThanOrEqualTo(LIMITS.maxUserBytes());
    }

    private void count(DecodeError error) {
        failures.merge(error.reason(), 1, Integer::sum);
        assertThat(error.detail()).hasSizeLessThan(100);
    }

    /** With fewer, a rare one may be left out. */
    private void assertAllHappened(Set<Reason> reasons) {
        assertThat(failures).isNotEmpty();
        if (COUNT >= DEFAULT_COUNT) {
            assertThat(failures.keySet()).containsAll(reasons);
        }
    }

    private void report(String what) {
        System.out.println(
                "mutated " + what + " of " + COUNT + " mutations: " + good + " with something good, " + failures);
    }
}

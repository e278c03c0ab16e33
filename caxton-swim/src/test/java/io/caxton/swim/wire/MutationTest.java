package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import io.caxton.swim.wire.StreamProgress.Failed;
import io.caxton.swim.wire.StreamProgress.NeedsMore;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Spoiled packets and streams through decoder and state machine: no exception escapes, what comes out stays bounded, and so does
 * what a node makes of it. How many: the system property {@code caxton.swim.mutations}; every tenth is a stream.
 */
class MutationTest {
    private static final int DEFAULT_COUNT = 200_000;
    private static final int COUNT = Integer.getInteger("caxton.swim.mutations", DEFAULT_COUNT);
    private static final StreamLimits LIMITS = new StreamLimits(30_000, 40, 4_000);
    /** A node with small bounds keeps less, however much it was sent. */
    private static final long MOST_HEAP_GROWTH = 4 << 20;

    private final Random random = new Random(20_261_123);
    private final List<Security> securities = Layers.securities();
    private final List<PacketCodec> packetCodecs = securities.stream()
            .map(security -> new PacketCodec(security, Samples.OWN_PORT))
            .toList();
    private final List<StreamCodec> streamCodecs = securities.stream()
            .map(security -> new StreamCodec(security, LIMITS, Samples.OWN_PORT))
            .toList();
    private final Mutants anything = new Mutants(random, new Samples(4));
    private final Mutants ofFew = new Mutants(random, Samples.ofFewMembers(5));
    private final AttackedNode node = new AttackedNode(random);
    private final Map<Reason, Integer> failures = new EnumMap<>(Reason.class);
    private int packets;
    private int streams;
    private int goodPackets;
    private int goodStreams;

    @Test
    void nothingEscapesAndNothingGrows() {
        mutate(COUNT / 10);
        long heapBefore = liveHeap();
        long start = System.nanoTime();
        int most = COUNT - COUNT / 10;
        mutate(most);
        double seconds = (System.nanoTime() - start) / 1e9;
        long grown = liveHeap() - heapBefore;

        System.out.printf(
                Locale.ROOT,
                "%,d mutants, %,.0f a second, live heap grown by %,d KiB to %,d KiB; good: %,d of %,d packets, %,d of %,d"
                        + " streams; bad: %s; the node: %s%n",
                COUNT,
                most / seconds,
                grown >> 10,
                (heapBefore + grown) >> 10,
                goodPackets,
                packets,
                goodStreams,
                streams,
                failures,
                node);
        assertThat(grown).isLessThan(MOST_HEAP_GROWTH);
        assertThat(goodPackets).isGreaterThan(packets / 4);
        assertThat(goodStreams).isGreaterThan(streams / 4);
        if (COUNT >= DEFAULT_COUNT) { // with fewer, a rare one may be left out
            assertThat(failures.keySet()).containsExactlyInAnyOrder(Reason.values());
            node.assertUnharmed();
        }
    }

    private static long liveHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Most speak of the node and its peers, some say anything. */
    private void mutate(int count) {
        for (int i = 0; i < count; i++) {
            int which = random.nextInt(securities.size());
            Mutants mutants = random.nextInt(8) == 0 ? anything : ofFew;
            if (i % 10 == 0) {
                streams++;
                take(read(streamCodecs.get(which), mutants.stream(securities.get(which))));
            } else {
                packets++;
                byte[] packet = mutants.packet(securities.get(which));
                take(packetCodecs.get(which), packetCodecs.get(which).decode(packet, packet.length));
            }
        }
    }

    private void take(PacketCodec codec, Decoded decoded) {
        assertThat(decoded.messages().size() + decoded.errors().size()).isBetween(1, PacketCodec.MAX_MESSAGES + 1);
        decoded.errors().forEach(this::count);
        if (decoded.messages().isEmpty()) {
            return;
        }
        goodPackets++;
        assertThat(decoded.messages().stream().mapToLong(MutationTest::size).sum())
                .isLessThanOrEqualTo(Bounds.MAX_DECOMPRESSED);
        byte[] again = codec.encode(decoded.messages(), true);
        assertThat(codec.decode(again, again.length)).isEqualTo(new Decoded(decoded.messages(), List.of()));
        node.receive(decoded.messages());
    }

    private static int size(SwimMessage message) {
        if (message instanceof SwimMessage.User user) {
            return user.body().size();
        } else if (message instanceof SwimMessage.Ack ack) {
            return ack.payload().size();
        }
        return message instanceof SwimMessage.Alive alive ? alive.meta().size() : 0;
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
            goodStreams++;
            assertThat(done.skipped().size()).isLessThanOrEqualTo(Bounds.MAX_SKIPPED);
            assertBounded(done.message());
            done.skipped().forEach(this::count);
            StreamCodec roomy = new StreamCodec(Security.none(), StreamLimits.DEFAULT, Samples.OWN_PORT);
            assertThat(Streams.read(roomy, roomy.encode(done.message()))).isEqualTo(Streams.done(done.message()));
            node.receive(done.message());
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
}

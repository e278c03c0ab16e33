package io.caxton.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.cluster.Digest.Line;
import io.caxton.core.wire.SpoiledBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterCodecTest {
    private static final int MUTATIONS = Integer.getInteger("caxton.cluster.mutations", 100_000);

    private static final HexFormat HEX = HexFormat.of();

    private static final AgentProfile FULL = new AgentProfile(
            "a1",
            new AgentName("bot"),
            List.of(
                    new OfferedCapability(new Capability("sum", Optional.of("v2")), "adds"),
                    new OfferedCapability(new Capability("sum", Optional.empty()), "")),
            AgentMode.WEBHOOK,
            AgentStatus.BUSY,
            200,
            3,
            Map.of("zone", "bot", "area", "é"),
            Instant.ofEpochMilli(1_000));

    private static final Delta DELTA = new Delta(
            "n1", 7, 4, 9, 12, 2, List.of(ClusterEntry.of(FULL, 6, 3), new ClusterEntry("a2", 8, 1, Optional.empty())));

    private static final Digest DIGEST = new Digest(List.of(new Line("n1", 7, 300, 2), new Line("n2", 0, 0, 0)));

    @Test
    void aDigestHasTheseBytes() {
        String bytes = "01 01 02"
                + "02 6e31 07 ac02 02" // n1, epoch 7, counter 300, floor 2
                + "02 6e32 00 00 00"; // n2, of which nothing is known
        assertThat(hex(ClusterCodec.encode(Exchange.asking(DIGEST)))).isEqualTo(bytes.replace(" ", ""));
        assertThat(ClusterCodec.decode(bytes(bytes))).isEqualTo(Exchange.asking(DIGEST));
    }

    @Test
    void deltasHaveTheseBytes() {
        String bytes = "01 02 01"
                + "02 6e31 07 04 05 03 02 02" // n1, epoch 7, after 4, up to 9, known 12, floor 2, two entries
                + "01 02 03 02 6131" // a profile, counter 6, fence 3, a1
                + "06 626f74 02 01 c801 03 e807" // bot, webhook, busy, 200 in flight, load 3, one second after 1970
                + "02 06 73756d 01 04 7632 08 61646473" // sum, v2, adds
                + "03 00 00" // sum again, no version, no description
                + "02 08 61726561 04 c3a9 08 7a6f6e65 01" // area: é, zone: bot again
                + "00 02 01 02 6132"; // removed, counter 8, fence 1, a2
        assertThat(hex(ClusterCodec.encode(Exchange.telling(List.of(DELTA))))).isEqualTo(bytes.replace(" ", ""));
        assertThat(ClusterCodec.decode(bytes(bytes))).isEqualTo(Exchange.telling(List.of(DELTA)));
    }

    @Test
    void anExchangeHasBothOrEitherOrNothing() {
        assertThat(hex(ClusterCodec.encode(Exchange.NOTHING))).isEqualTo("0100");
        assertThat(ClusterCodec.decode(bytes("01 00")).isNothing()).isTrue();
        Exchange both = new Exchange(Optional.of(DIGEST), List.of(DELTA));
        assertThat(hex(ClusterCodec.encode(both))).startsWith("010302026e31");
        assertThat(ClusterCodec.decode(ClusterCodec.encode(both))).isEqualTo(both);
    }

    @Test
    void aSummaryHasSixteenBytes() {
        Exchange comparing = Exchange.comparing(new Summary(1, -2));
        String bytes = "0104" + "10" + "0000000000000001" + "fffffffffffffffe";
        assertThat(hex(ClusterCodec.encode(comparing))).isEqualTo(bytes);
        assertThat(ClusterCodec.decode(bytes(bytes))).isEqualTo(comparing);
        assertRefused(bytes("01 04 02 01 02"), "has a summary of 2 bytes");
        assertRefused(bytes("01 04 11"), "summary must be at most 16");
    }

    @Test
    void whatIsReadIsWhatWasWrittenAndNoLongerThanItsWeight() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Delta> deltas = new ArrayList<>();
            for (int i = 0; i < random.nextInt(5); i++) {
                deltas.add(delta("node-" + i, random));
            }
            byte[] bytes = ClusterCodec.encode(Exchange.telling(deltas));
            assertThat(ClusterCodec.decode(bytes).deltas()).as("seed %d", seed).isEqualTo(deltas);
            long weight = deltas.stream()
                    .mapToLong(delta -> Rules.MAX_ID
                            + 70
                            + delta.entries().stream()
                                    .mapToLong(ClusterEntry::weight)
                                    .sum())
                    .sum();
            assertThat((long) bytes.length).as("seed %d", seed).isLessThanOrEqualTo(weight + 6);
        }
    }

    @Test
    void nothingButOneExceptionEscapesFromMutatedBytes() {
        Random random = new Random(5);
        List<byte[]> valid = List.of(
                ClusterCodec.encode(Exchange.asking(DIGEST)),
                ClusterCodec.encode(Exchange.telling(List.of(DELTA))),
                ClusterCodec.encode(
                        new Exchange(Optional.of(DIGEST), List.of(delta("node-1", random), delta("node-2", random)))));
        int understood = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = SpoiledBytes.of(valid.get(i % valid.size()), random);
            try {
                assertThat(ClusterCodec.decode(bytes)).isNotNull();
                understood++;
            } catch (MalformedClusterMessageException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(understood).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void eachPrefixAndWhatGoesOnIsRefused() {
        byte[] bytes = ClusterCodec.encode(Exchange.telling(List.of(DELTA)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ClusterCodec.decode(prefix)).isInstanceOf(MalformedClusterMessageException.class);
        }
        assertRefused(Arrays.copyOf(bytes, bytes.length + 1), "goes on after its end");
    }

    @Test
    void aVersionThatIsNotKnownIsNamed() {
        assertRefused(bytes("02 02 00"), "has version 2, this node knows 1");
        assertRefused(bytes("01 08"), "parts must be at most 7");
    }

    @Test
    void longMessagesAndClaimsOfManyAreRefusedBeforeTheyTakeMemory() {
        assertRefused(new byte[ClusterCodec.MAX_BYTES + 1], "has more than 4194304 bytes");
        assertRefused(bytes("01 02 ffffffff07"), "deltas must be at most 10000");
        assertRefused(bytes("01 02 01 ffffffff07"), "has a text that is too long");
        assertRefused(bytes("01 02 01 ffffffffffffffffff01"), "has a number of more than 63 bits");
        assertRefused(bytes("01 02 01 02 6e31 01 00 01 00 00 ffffffff07"), "entries must be at most 10000");
        assertRefused(bytes("01 02 01 02 6e31 01 00 01 00 00 01 01 01 01 01 61 03"), "refers to a text");
    }

    @Test
    void aDeltaHoldsItsBoundsHoweverItCame() {
        ClusterEntry sixth = new ClusterEntry("a", 6, 1, Optional.empty());
        ClusterEntry seventh = new ClusterEntry("a", 7, 1, Optional.empty());
        assertThatThrownBy(() -> new Delta("n", 1, 5, 9, 9, 0, List.of(sixth, seventh)))
                .hasMessage("a delta has one entry for each agent");
        assertThatThrownBy(() -> new Delta("n", 1, 6, 9, 9, 0, List.of(sixth)))
                .hasMessage("entries must ascend within their range");
        assertThatThrownBy(() -> new Delta("n", 1, 5, 5, 9, 0, List.of())).hasMessageStartingWith("up_to must be from");
        assertThatThrownBy(() -> new Delta("n", 1, 5, 9, 8, 0, List.of())).hasMessageStartingWith("up_to must be from");
        assertThatThrownBy(() -> new Delta("n", 1, 5, 9, 9, 10, List.of()))
                .hasMessageStartingWith("floor must be from");
        assertThatThrownBy(() -> new Delta("n o", 1, 5, 9, 9, 0, List.of()))
                .hasMessage("origin must have printable ASCII characters only");
        assertThatThrownBy(() -> new Delta("n", 0, 5, 9, 9, 0, List.of())).hasMessageStartingWith("epoch must be from");
    }

    @Test
    void aProfileHoldsItsBounds() {
        assertThatThrownBy(() -> withMetadata(Map.of("k", "x".repeat(1_025))))
                .hasMessage("metadata must have at most 1024 characters");
        assertThatThrownBy(() -> withMetadata(Map.of("k", "\u0000")))
                .hasMessage("metadata must not have control characters");
        assertThatThrownBy(() -> withMetadata(Map.of("k", "\ud800"))).hasMessage("metadata has half a surrogate pair");
        Map<String, String> many = IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "k" + i, i -> ""));
        assertThatThrownBy(() -> withMetadata(many)).hasMessage("metadata must have at most 64 entries");
        String description = "€".repeat(1_000);
        List<OfferedCapability> heavy = IntStream.range(0, 180)
                .mapToObj(i -> new OfferedCapability(new Capability("c" + i, Optional.empty()), description))
                .toList();
        assertThatThrownBy(() -> withCapabilities(heavy)).hasMessage("a profile has at most 524288 bytes");
        assertThatThrownBy(() ->
                        withCapabilities(List.of(new OfferedCapability(new Capability("a b", Optional.empty()), ""))))
                .hasMessageStartingWith("capability: a capability's name has");
    }

    private static AgentProfile withMetadata(Map<String, String> metadata) {
        return profile(List.of(), metadata);
    }

    private static AgentProfile withCapabilities(List<OfferedCapability> capabilities) {
        return profile(capabilities, Map.of());
    }

    private static AgentProfile profile(List<OfferedCapability> capabilities, Map<String, String> metadata) {
        return new AgentProfile(
                "a",
                new AgentName("a"),
                capabilities,
                AgentMode.PULL,
                AgentStatus.READY,
                1,
                0,
                metadata,
                Instant.EPOCH);
    }

    private static void assertRefused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> ClusterCodec.decode(bytes))
                .isInstanceOf(MalformedClusterMessageException.class)
                .hasMessageStartingWith(reason);
    }

    private static Delta delta(String origin, Random random) {
        List<ClusterEntry> entries = new ArrayList<>();
        long counter = random.nextInt(1_000);
        long after = counter;
        for (int i = 0; i < random.nextInt(40); i++) {
            counter += 1 + random.nextInt(300);
            String id = "agent-" + i;
            entries.add(
                    random.nextInt(4) == 0
                            ? new ClusterEntry(id, counter, 1 + random.nextInt(9), Optional.empty())
                            : ClusterEntry.of(randomProfile(id, random), counter, 1L << random.nextInt(60)));
        }
        return new Delta(
                origin, 1L << random.nextInt(60), after, counter + 1, counter + 1 + random.nextInt(9), 0, entries);
    }

    private static AgentProfile randomProfile(String id, Random random) {
        List<OfferedCapability> capabilities = IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> new OfferedCapability(
                        new Capability(
                                "c" + random.nextInt(9), random.nextBoolean() ? Optional.of("" + i) : Optional.empty()),
                        text(random)))
                .toList();
        Map<String, String> metadata = IntStream.range(0, random.nextInt(4))
                .boxed()
                .collect(Collectors.toMap(i -> "key-" + i, i -> text(random)));
        return new AgentProfile(
                id,
                new AgentName("name-" + random.nextInt(3)),
                capabilities,
                List.of(AgentMode.values()).get(random.nextInt(3)),
                List.of(AgentStatus.values()).get(random.nextInt(4)),
                1 + random.nextInt(1_000),
                random.nextInt(AgentProfile.FULL + 1),
                metadata,
                Instant.ofEpochMilli(random.nextLong(1L << 47)));
    }

    private static String text(Random random) {
        return List.of("", "x", "süß", "漢字", "🦊 and\nmore", "a".repeat(200)).get(random.nextInt(6));
    }

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private static byte[] bytes(String spacedHex) {
        return HEX.parseHex(spacedHex.replace(" ", ""));
    }
}

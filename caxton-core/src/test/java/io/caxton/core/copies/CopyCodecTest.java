package io.caxton.core.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentName;
import io.caxton.core.wire.SpoiledBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CopyCodecTest {
    private static final int MUTATIONS = Integer.getInteger("caxton.copies.mutations", 100_000);
    private static final HexFormat HEX = HexFormat.of();
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final AgentName BEN = new AgentName("ben");
    private static final AgentName CLEO = new AgentName("cleo");
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    private static final CopyBatch BATCH = new CopyBatch(
            "s",
            List.of(
                    new Copy("m1", List.of(BEN), 7, NOW.plusMillis(300), "f", Optional.of("k"), JSON),
                    new Copy("m2", List.of(BEN, CLEO), 8, NOW.plusSeconds(1), "", Optional.empty(), JSON)),
            List.of("m0"));
    private static final Claim CLAIM = new Claim("s", "m1");
    private static final List<Claimed> CLAIMED =
            List.of(new Claimed("m1", List.of(BEN), true), new Claimed("m2", List.of(CLEO, BEN), false));

    private static final List<Function<byte[], ?>> DECODERS = List.of(
            bytes -> CopyCodec.decodeBatch(bytes, NOW),
            CopyCodec::decodeKept,
            CopyCodec::decodeClaim,
            CopyCodec::decodeClaimed);

    private static List<byte[]> valid() {
        return List.of(
                CopyCodec.encode(BATCH, NOW),
                CopyCodec.encodeKept(List.of(true, false)),
                CopyCodec.encode(CLAIM),
                CopyCodec.encodeClaimed(CLAIMED));
    }

    @Test
    void aBatchHasTheseBytes() {
        String bytes = "01 01 01 73 02"
                + "02 6d31 01 06 62656e 07 ac02 01 66 01 01 6b 02 7b7d" // m1 for ben, 7th, 300 ms, f, k, 2 bytes
                + "02 6d32 02 01 08 636c656f 08 e807 00 00 02 7b7d" // m2 for ben and cleo, 8th, 1000 ms
                + "01 02 6d30"; // m0 may go
        assertThat(HEX.formatHex(CopyCodec.encode(BATCH, NOW))).isEqualTo(bytes.replace(" ", ""));
        CopyBatch read = CopyCodec.decodeBatch(HEX.parseHex(bytes.replace(" ", "")), NOW);
        assertThat(read).usingRecursiveComparison().isEqualTo(BATCH);
    }

    @Test
    void theRestIsReadAsItWasWritten() {
        assertThat(CopyCodec.decodeKept(CopyCodec.encodeKept(List.of(true, false))))
                .containsExactly(true, false);
        assertThat(CopyCodec.decodeClaim(CopyCodec.encode(CLAIM))).isEqualTo(CLAIM);
        assertThat(CopyCodec.decodeClaimed(CopyCodec.encodeClaimed(CLAIMED))).isEqualTo(CLAIMED);
    }

    @Test
    void aDeadlineIsTheTimeThatIsLeftAndHasABound() {
        Copy past = new Copy("m", List.of(BEN), 1, NOW.minusSeconds(9), "", Optional.empty(), JSON);
        Copy far = new Copy("n", List.of(BEN), 2, Instant.MAX, "", Optional.empty(), JSON);
        byte[] bytes = CopyCodec.encode(new CopyBatch("s", List.of(past, far), List.of()), NOW);
        Instant elsewhere = NOW.plusSeconds(3_600);
        List<Copy> read = CopyCodec.decodeBatch(bytes, elsewhere).copies();
        assertThat(read.get(0).expiresAt()).isEqualTo(elsewhere);
        assertThat(read.get(1).expiresAt()).isEqualTo(elsewhere.plus(CopyCodec.MAX_WAIT));
    }

    @Test
    void bytesThatWereSpoiledAreReadOrRefusedWithOneExceptionOnly() {
        Random random = new Random(11);
        List<byte[]> valid = valid();
        int understood = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = SpoiledBytes.of(valid.get(i % valid.size()), random);
            try {
                assertThat(DECODERS.get(i % valid.size()).apply(bytes)).isNotNull();
                understood++;
            } catch (MalformedCopyException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(understood).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void eachPrefixAndWhatGoesOnIsRefused() {
        List<byte[]> valid = valid();
        for (int kind = 0; kind < valid.size(); kind++) {
            byte[] bytes = valid.get(kind);
            for (int length = 0; length < bytes.length; length++) {
                assertRefused(kind, Arrays.copyOf(bytes, length));
            }
            assertRefused(kind, Arrays.copyOf(bytes, bytes.length + 1));
        }
    }

    @Test
    void saysWhichVersionItKnowsAndHasBounds() {
        assertThatThrownBy(() -> CopyCodec.decodeKept(HEX.parseHex("020200")))
                .isInstanceOf(MalformedCopyException.class)
                .hasMessage("has version 2, this node knows 1");
        assertThatThrownBy(() -> CopyCodec.decodeKept(HEX.parseHex("010300"))).hasMessage("is of another kind");
        assertThatThrownBy(() -> CopyCodec.decodeKept(HEX.parseHex("0102e907")))
                .hasMessage("items must be at most " + CopyCodec.MAX_ITEMS);
        assertThatThrownBy(() -> CopyCodec.encodeKept(Collections.nCopies(1_001, true)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(int kind, byte[] bytes) {
        assertThatThrownBy(() -> DECODERS.get(kind).apply(bytes)).isInstanceOf(MalformedCopyException.class);
    }
}

package io.caxton.core.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.forward.Answer.Full;
import io.caxton.core.forward.Answer.NotHere;
import io.caxton.core.forward.Answer.Refused;
import io.caxton.core.forward.Answer.Taken;
import io.caxton.core.wire.SpoiledBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForwardCodecTest {
    private static final int MUTATIONS = Integer.getInteger("caxton.forward.mutations", 100_000);
    private static final HexFormat HEX = HexFormat.of();
    private static final AgentName BEN = new AgentName("ben");
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    private static final List<Forward> FORWARDS = List.of(
            new Forward("m1", BEN, Optional.of("i1"), 0, Duration.ofMillis(300), JSON),
            new Forward("m1", new AgentName("cleo"), Optional.empty(), 2, Duration.ofSeconds(1), JSON));

    private static final List<Answer> ANSWERS = List.of(
            new Taken(),
            new NotHere(),
            new NotHere(Optional.of("i2")),
            new Full(Duration.ofSeconds(5)),
            new Refused("no"));

    private static final List<Outcome> OUTCOMES = List.of(new Outcome(
            "m1",
            BEN,
            1,
            DeliveryState.REFUSED,
            Optional.of("no"),
            List.of(
                    line(ReceiptStatus.DELIVERED, Optional.of("i1"), Optional.empty()),
                    line(ReceiptStatus.REFUSED, Optional.empty(), Optional.of("no")))));

    private static Receipt line(ReceiptStatus status, Optional<String> agentId, Optional<String> reason) {
        Instant at = Instant.ofEpochSecond(300, 7);
        return new Receipt("m1", status, at, "n1", Optional.of("ben"), agentId, reason);
    }

    @Test
    void forwardsHaveTheseBytesWithASharedMessageOnce() {
        String bytes = "01 01 02"
                + "02 6d31 06 62656e 01 04 6931 00 ac02 00 02 7b7d" // m1 to ben, instance i1, life 0, 300 ms, 2 bytes
                + "02 6d31 08 636c656f 00 02 e807 01"; // m1 to cleo, any, life 2, 1000 ms, the message of the first
        assertThat(hex(ForwardCodec.encodeForwards(FORWARDS))).isEqualTo(bytes.replace(" ", ""));
        List<Forward> read = ForwardCodec.decodeForwards(bytes(bytes));
        assertThat(read).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(FORWARDS);
        assertThat(read.get(1).json()).isSameAs(read.get(0).json());
    }

    @Test
    void answersHaveTheseBytes() {
        String bytes = "01 02 05" + "00" + "01" + "04 02 6932" + "02 8827" + "03 02 6e6f";
        assertThat(hex(ForwardCodec.encodeAnswers(ANSWERS))).isEqualTo(bytes.replace(" ", ""));
        assertThat(ForwardCodec.decodeAnswers(bytes(bytes))).isEqualTo(ANSWERS);
    }

    @Test
    void outcomesHaveTheseBytes() {
        String bytes = "01 03 01"
                + "02 6d31 06 62656e 01 01 01 04 6e6f 02" // m1 to ben, life 1, refused, no; two lines
                + "02 ac02 07 04 6e31 01 04 6931 00" // delivered at 300 s 7 ns, by n1, to i1
                + "04 ac02 07 05 00 01 03"; // refused then, by n1, the reason as before
        assertThat(hex(ForwardCodec.encodeOutcomes(OUTCOMES))).isEqualTo(bytes.replace(" ", ""));
        assertThat(ForwardCodec.decodeOutcomes(bytes(bytes))).isEqualTo(OUTCOMES);
    }

    @Test
    void bytesThatWereSpoiledAreReadOrRefusedWithOneExceptionOnly() {
        Random random = new Random(7);
        List<byte[]> valid = valid();
        List<Function<byte[], ?>> decoders =
                List.of(ForwardCodec::decodeForwards, ForwardCodec::decodeAnswers, ForwardCodec::decodeOutcomes);
        int understood = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = SpoiledBytes.of(valid.get(i % valid.size()), random);
            try {
                assertThat(decoders.get(i % valid.size()).apply(bytes)).isNotNull();
                understood++;
            } catch (MalformedForwardException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(understood).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void eachPrefixAndWhatGoesOnIsRefused() {
        for (byte[] bytes : valid()) {
            for (int length = 0; length < bytes.length; length++) {
                assertRefused(Arrays.copyOf(bytes, length));
            }
            assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
        }
    }

    @Test
    void nothingIsAllocatedForAMessageThatDoesNotCome() {
        assertThatThrownBy(() -> ForwardCodec.decodeForwards(bytes("01 01 01 02 6d31 06 62656e 00 00 00 00 ffffff1f")))
                .isInstanceOf(MalformedForwardException.class)
                .hasMessage("ends too early");
        assertThatThrownBy(() -> ForwardCodec.decodeForwards(bytes("01 01 e907")))
                .hasMessage("items must be at most " + ForwardCodec.MAX_ITEMS);
    }

    @Test
    void saysWhichVersionItKnows() {
        assertThatThrownBy(() -> ForwardCodec.decodeAnswers(bytes("02 02 00")))
                .isInstanceOf(MalformedForwardException.class)
                .hasMessage("has version 2, this node knows 1");
        assertThatThrownBy(() -> ForwardCodec.decodeAnswers(bytes("01 03 00"))).hasMessage("is of another kind");
    }

    @Test
    void aBatchHasABoundAndALongHistoryIsTold() {
        assertThatThrownBy(() -> ForwardCodec.encodeAnswers(Collections.nCopies(1_001, new Taken())))
                .isInstanceOf(IllegalArgumentException.class);
        List<Receipt> history = IntStream.range(0, 150)
                .mapToObj(i -> line(ReceiptStatus.QUEUED, Optional.empty(), Optional.of("try " + i)))
                .toList();
        Outcome outcome = new Outcome("m1", BEN, 0, DeliveryState.DEAD, Optional.of("x".repeat(2_000)), history);
        Outcome read = ForwardCodec.decodeOutcomes(ForwardCodec.encodeOutcomes(List.of(outcome)))
                .get(0);
        assertThat(read.history()).isEqualTo(history.subList(50, 150));
        assertThat(read.reason()).contains("x".repeat(1_000));
    }

    @Test
    void timesThatStorageCannotHoldAreRefused() {
        byte[] late = bytes("01 03 01 02 6d31 06 62656e 00 00 00 01 00 ffffffffffff1f 00 04 6e31 00 00");
        assertThatThrownBy(() -> ForwardCodec.decodeOutcomes(late))
                .isInstanceOf(MalformedForwardException.class)
                .hasMessage("has a time that is too late");
    }

    @Test
    void aMessageThatCannotBeReadDoesNotSpoilItsBatch() {
        List<Arrival> arrivals = Arrival.all(FORWARDS);
        assertThat(arrivals).hasSize(2).allSatisfy(a -> assertThat(a.envelope()).isEmpty());
    }

    private static List<byte[]> valid() {
        return List.of(
                ForwardCodec.encodeForwards(FORWARDS),
                ForwardCodec.encodeAnswers(ANSWERS),
                ForwardCodec.encodeOutcomes(OUTCOMES));
    }

    private static void assertRefused(byte[] bytes) {
        Function<byte[], ?> decoder = switch (bytes.length < 2 ? 1 : bytes[1]) {
            case 1 -> ForwardCodec::decodeForwards;
            case 2 -> ForwardCodec::decodeAnswers;
            default -> ForwardCodec::decodeOutcomes;
        };
        assertThatThrownBy(() -> decoder.apply(bytes)).isInstanceOf(MalformedForwardException.class);
    }

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private static byte[] bytes(String spacedHex) {
        return HEX.parseHex(spacedHex.replace(" ", ""));
    }
}

package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.NeedsMore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large fails when it is announced, and nothing was allocated for it. */
class StreamLimitsTest {
    private static final StreamLimits LIMITS = new StreamLimits(100_000, 1_000, 50_000);
    private static final int FIRST_BUFFER = 1_024;

    private final StreamCodec codec = new StreamCodec(Layers.encrypted(), LIMITS, Samples.OWN_PORT);
    private final StreamCodec plain = new StreamCodec(Security.none(), LIMITS, Samples.OWN_PORT);

    private static void refusesAsTooLarge(StreamCodec codec, String words) {
        byte[] stream = Hex.bytes(words);
        StreamDecoder decoder = codec.decoder();
        StreamProgress before = decoder.add(stream, 0, stream.length - 1);
        assertThat(before).isInstanceOf(NeedsMore.class);
        assertThat(decoder.capacity()).isLessThanOrEqualTo(FIRST_BUFFER);
        assertThat(Streams.failure(decoder.add(stream, stream.length - 1, 1))).isEqualTo(Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cd 03e9", "ce 000f4240", "ce ffffffff", "cf 7fffffffffffffff"})
    void aForgedCountOfMembers(String count) {
        refusesAsTooLarge(plain, "06 81 a5 'Nodes' " + count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cd c351", "ce 7fffffff", "ce ffffffff", "cf 7fffffffffffffff"})
    void aForgedLengthOfUserData(String length) {
        refusesAsTooLarge(plain, "06 81 ac 'UserStateLen' " + length);
        refusesAsTooLarge(plain, "08 81 aa 'UserMsgLen' " + length);
    }

    @Test
    void membersAndUserDataThatCannotBothComeWithinTheLimit() {
        StreamLimits tight = new StreamLimits(50_000, 1_000, 50_000);
        StreamCodec tightCodec = new StreamCodec(Security.none(), tight, Samples.OWN_PORT);
        refusesAsTooLarge(tightCodec, "06 82 a5 'Nodes' cd 03e8 ac 'UserStateLen' cd c000");
        refusesAsTooLarge(tightCodec, "08 81 aa 'UserMsgLen' cd c350");
    }

    @Test
    void aForgedLengthOfTheEncryptedPart() {
        refusesAsTooLarge(codec, "0a 0001869c");
        refusesAsTooLarge(codec, "0a 7fffffff");
        refusesAsTooLarge(codec, "0a ffffffff");
        byte[] most = Hex.bytes("0a 0001869b");
        assertThat(codec.decoder().add(most, 0, most.length)).isInstanceOf(NeedsMore.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"db 00010000", "db ffffffff", "c6 ffffffff", "dd ffffffff", "df ffffffff", "c9 ffffffff"})
    void aFieldThatSaysItIsLargerThanAMessage(String head) {
        refusesAsTooLarge(plain, "02 81 a1 'x' " + head);
        refusesAsTooLarge(plain, "06 81 a5 'Nodes' 01 81 a1 'x' " + head);
    }

    @Test
    void aMessageThatIsNestedTooDeep() {
        byte[] stream = Hex.bytes("02 81 a1 'x' " + "91".repeat(Bounds.MAX_DEPTH));
        assertThat(Streams.failure(Streams.read(plain, stream))).isEqualTo(Reason.MESSAGE);
    }

    @Test
    void moreBytesThanTheLimitHoweverTheyCome() {
        byte[] head = Hex.bytes("06 81 a5 'Nodes' cd 03e8");
        byte[] node = Hex.bytes("81 a1 'x' da 01f4 " + "00".repeat(500));
        StreamDecoder decoder = plain.decoder();
        StreamProgress progress = decoder.add(head, 0, head.length);
        int sent = 0;
        while (progress instanceof NeedsMore) {
            progress = decoder.add(node, 0, node.length);
            sent += node.length;
            assertThat(decoder.capacity()).isLessThanOrEqualTo(LIMITS.maxBytes());
        }
        assertThat(sent).isBetween(LIMITS.maxBytes() - node.length, LIMITS.maxBytes() + node.length);
        assertThat(Streams.failure(progress)).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void bytesOfAnEncryptedPartAreKeptOnlyUpToTheLimit() {
        StreamDecoder decoder = codec.decoder();
        byte[] head = Hex.bytes("0a 0001869b");
        StreamProgress progress = decoder.add(head, 0, head.length);
        byte[] chunk = new byte[1_000];
        while (progress instanceof NeedsMore) {
            progress = decoder.add(chunk, 0, chunk.length);
            assertThat(decoder.capacity()).isLessThanOrEqualTo(LIMITS.maxBytes());
        }
        assertThat(Streams.failure(progress)).isIn(Reason.TOO_LARGE, Reason.DECRYPTION);
    }

    @Test
    void aBomb() {
        byte[] bomb = Layers.compressed(new byte[10_000_000]);
        assertThat(bomb).hasSizeLessThan(20_000);
        assertThat(Streams.failure(Streams.read(plain, bomb))).isEqualTo(Reason.TOO_LARGE);
        byte[] sealed = new Envelope(Layers.encrypted()).wrapStream(bomb);
        assertThat(Streams.failure(Streams.read(codec, sealed))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aForgedCountInAStreamThatIsThereInFull() {
        byte[] forged = Layers.compressed(Hex.bytes("06 81 a5 'Nodes' cd 03e8"));
        assertThat(Streams.failure(Streams.read(plain, forged))).isEqualTo(Reason.TOO_SHORT);
    }

    @Test
    void defaultsAreMemberlistsOrAboveWhatItNeeds() {
        assertThat(StreamLimits.DEFAULT).isEqualTo(new StreamLimits(20_971_520, 65_536, 8_388_608));
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> new StreamLimits(0, 1, 1)).hasMessage("maxBytes must be positive, not 0");
        assertThatThrownBy(() -> new StreamLimits(1, 0, 1)).hasMessage("maxNodes must be positive, not 0");
        assertThatThrownBy(() -> new StreamLimits(1, 1, -1)).hasMessage("maxUserBytes must be positive, not -1");
    }
}

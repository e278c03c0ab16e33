package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import io.caxton.swim.Member;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.PacketOverhead;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacketCodecTest {
    private static final NodeAddress ADDRESS = NodeAddress.of(Hex.bytes("7f000001"), 7946);

    private final PacketCodec codec = new PacketCodec(Security.none(), Samples.OWN_PORT);

    private Decoded decode(byte[] packet) {
        return codec.decode(packet, packet.length);
    }

    private void refuses(Reason reason, byte[] packet) {
        Decoded decoded = decode(packet);
        assertThat(decoded.messages()).isEmpty();
        assertThat(decoded.errors()).extracting(DecodeError::reason).containsExactly(reason);
    }

    @Test
    void readsWhatItWrote() {
        Samples samples = new Samples(1);
        for (int i = 0; i < 3_000; i++) {
            List<SwimMessage> messages = samples.messages(1 + i % 9);
            assertThat(decode(codec.encode(messages, i % 2 == 0))).isEqualTo(new Decoded(messages, List.of()));
        }
    }

    @Test
    void knowsTheSizeOfAPacketBeforeItIsWritten() {
        Samples samples = new Samples(2);
        for (Security security : Layers.securities()) {
            PacketCodec other = new PacketCodec(security, Samples.OWN_PORT);
            for (int count : new int[] {1, 2, 3, 40}) {
                List<SwimMessage> messages = samples.messages(count);
                int size = other.overhead(count)
                        + messages.stream().mapToInt(other::sizeOf).sum();
                assertThat(other.encode(messages, true)).hasSize(size);
                assertThat(other.encode(messages, false)).hasSize(size - PacketOverhead.CRC);
            }
        }
    }

    @Test
    void takesAndWrites255MessagesAndNotOneMore() {
        List<SwimMessage> most = new Samples(3).messages(PacketCodec.MAX_MESSAGES);
        assertThat(decode(codec.encode(most, false))).isEqualTo(new Decoded(most, List.of()));
        List<SwimMessage> more = Collections.nCopies(256, new SwimMessage.Nack(1));
        assertThatThrownBy(() -> codec.encode(more, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
        assertThatThrownBy(() -> codec.encode(List.of(), false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToWriteAMessageWhoseLengthHasNoRoomInACompound() {
        SwimMessage large = new SwimMessage.User(ByteString.of(new byte[65_535]));
        assertThat(decode(codec.encode(List.of(large), false)).messages()).containsExactly(large);
        assertThatThrownBy(() -> codec.encode(List.of(large, large), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void takesOfATruncatedCompoundWhatIsComplete() {
        List<SwimMessage> messages = new Samples(4).messages(5);
        byte[] whole = codec.encode(messages, false);
        int complete = 0;
        for (int length = 12; length < whole.length; length++) {
            Decoded decoded = codec.decode(whole, length);
            assertThat(decoded.messages())
                    .isEqualTo(messages.subList(0, decoded.messages().size()));
            assertThat(decoded.errors()).extracting(DecodeError::reason).containsExactly(Reason.COMPOUND);
            complete = Math.max(complete, decoded.messages().size());
        }
        assertThat(complete).isEqualTo(4);
    }

    @Test
    void takesTheOthersOfACompoundInWhichOneMakesNoSense() {
        Decoded decoded = decode(Hex.bytes("07 03 0009 0002 0009 0b 81 a5 'SeqNo' 07 02 90 0b 81 a5 'SeqNo' 08"));
        assertThat(decoded.messages()).containsExactly(new SwimMessage.Nack(7), new SwimMessage.Nack(8));
        assertThat(decoded.errors()).extracting(DecodeError::reason).containsExactly(Reason.MESSAGE);
    }

    @Test
    void tellsOneErrorForEachPartThatMakesNoSense() {
        Decoded decoded = decode(Hex.bytes("07 ff " + "0000".repeat(255)));
        assertThat(decoded.errors()).hasSize(255);
        assertThat(decoded.messages()).isEmpty();
    }

    @Test
    void refusesCompoundsThatMakeNoSense() {
        refuses(Reason.COMPOUND, Hex.bytes("07 00"));
        refuses(Reason.COMPOUND, Hex.bytes("07 02 0001 00"));
        refuses(Reason.COMPOUND, Hex.bytes("07 01 ffff 08"));
        refuses(Reason.COMPOUND, Hex.bytes("07 ff"));
        refuses(Reason.TOO_SHORT, Hex.bytes("07"));
        refuses(Reason.COMPOUND, Hex.bytes("07 01 0005 07 01 0001 08"));
        refuses(Reason.TYPE, Hex.bytes("07 01 0005 0c 00000000"));
        refuses(Reason.COMPRESSION, Hex.bytes("07 01 0002 09 80"));
    }

    @Test
    void takesACompoundThatWasCompressed() {
        List<SwimMessage> messages = new Samples(5).messages(20);
        byte[] compressed = Layers.compressed(codec.encode(messages, false));
        assertThat(decode(compressed)).isEqualTo(new Decoded(messages, List.of()));
        assertThat(decode(Layers.withCrc(compressed))).isEqualTo(new Decoded(messages, List.of()));
    }

    @Test
    void refusesWhatIsCompressedTwice() {
        byte[] once = Layers.compressed(codec.encode(new Samples(6).messages(1), false));
        refuses(Reason.COMPRESSION, Layers.compressed(once));
        refuses(Reason.TYPE, Layers.compressed(Layers.withCrc(Hex.bytes("08"))));
        refuses(Reason.TOO_SHORT, Layers.compressed(new byte[0]));
    }

    @Test
    void refusesABombWhenItReachesTheBound() {
        byte[] most = new byte[Bounds.MAX_DECOMPRESSED];
        most[0] = MessageType.USER;
        assertThat(decode(Layers.compressed(most)).messages()).hasSize(1);
        byte[] bomb = Layers.compressed(Arrays.copyOf(most, 10_000_000));
        assertThat(bomb).hasSizeLessThan(20_000);
        refuses(Reason.TOO_LARGE, bomb);
    }

    @Test
    void seesEveryFlippedBitOfAPacketWithChecksum() {
        byte[] packet = codec.encode(new Samples(7).messages(2), true);
        for (int bit = 8; bit < packet.length * 8; bit++) {
            byte[] flipped = packet.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            refuses(Reason.CRC, flipped);
        }
    }

    @Test
    void refusesAnEmptyPacketAndAnEmptyBody() {
        refuses(Reason.TOO_SHORT, new byte[0]);
        refuses(Reason.TOO_SHORT, Hex.bytes("0c 00000000"));
        refuses(Reason.TOO_SHORT, Hex.bytes("0c 0000"));
    }

    @Test
    void boundsNamesAndMeta() {
        String longest = "n".repeat(Bounds.MAX_NAME);
        takes(new SwimMessage.Suspect(1, longest, longest));
        refusesAsTooLarge(new SwimMessage.Suspect(1, longest + "n", ""));
        refusesAsTooLarge(new SwimMessage.Dead(1, "n", longest + "n"));
        refusesAsTooLarge(new SwimMessage.Ping(1, longest + "n", Optional.empty()));
        refusesAsTooLarge(new SwimMessage.Ping(1, "n", Optional.of(new SwimMessage.Sender(ADDRESS, longest + "n"))));
        takes(alive(Member.MAX_META));
        refusesAsTooLarge(alive(Member.MAX_META + 1));
    }

    private static SwimMessage alive(int meta) {
        return new SwimMessage.Alive(1, "n", ADDRESS, ByteString.of(new byte[meta]), ProtocolVersions.OURS);
    }

    private void takes(SwimMessage message) {
        assertThat(decode(codec.encode(List.of(message), false)).messages()).containsExactly(message);
    }

    private void refusesAsTooLarge(SwimMessage message) {
        refuses(Reason.TOO_LARGE, codec.encode(List.of(message), false));
    }
}

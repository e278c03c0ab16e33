package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Packets by hand, as Go's codec writes memberlist's structs. */
class PacketVectorsTest {
    private static final NodeAddress ADDRESS = NodeAddress.of(Hex.bytes("7f000001"), 7946);
    private static final NodeAddress SIX = NodeAddress.of(Hex.bytes("20010db8000000000000000000000001"), 7946);

    private final PacketCodec codec = new PacketCodec(Security.none(), 7777);

    private void reads(SwimMessage message, String words) {
        byte[] packet = Hex.bytes(words);
        assertThat(codec.decode(packet, packet.length)).isEqualTo(new Decoded(List.of(message), List.of()));
    }

    private void writesAndReads(SwimMessage message, String words) {
        assertThat(codec.encode(List.of(message), false)).isEqualTo(Hex.bytes(words));
        reads(message, words);
    }

    private void refuses(Reason reason, String words) {
        byte[] packet = Hex.bytes(words);
        Decoded decoded = codec.decode(packet, packet.length);
        assertThat(decoded.messages()).isEmpty();
        assertThat(decoded.errors()).extracting(DecodeError::reason).containsExactly(reason);
    }

    @Test
    void ping() {
        writesAndReads(new SwimMessage.Ping(1, "n1", Optional.empty()), "00 82 a5 'SeqNo' 01 a4 'Node' a2 'n1'");
        writesAndReads(
                new SwimMessage.Ping(200, "n1", Optional.of(new SwimMessage.Sender(ADDRESS, "n2"))),
                "00 85 a5 'SeqNo' cc c8 a4 'Node' a2 'n1' aa 'SourceAddr' a4 7f000001 aa 'SourcePort' cd 1f0a"
                        + " aa 'SourceNode' a2 'n2'");
    }

    @Test
    void pingOfASenderThatWritesEmptyFieldsToo() {
        reads(
                new SwimMessage.Ping(1, "", Optional.empty()),
                "00 85 a5 'SeqNo' 01 a4 'Node' a0 aa 'SourceAddr' c0 aa 'SourcePort' 00 aa 'SourceNode' a0");
    }

    @Test
    void pingWhoseSenderHasNoPort() {
        reads(
                new SwimMessage.Ping(1, "n1", Optional.empty()),
                "00 83 a5 'SeqNo' 01 a4 'Node' a2 'n1' aa 'SourceAddr' a4 7f000001");
    }

    @Test
    void indirectPing() {
        writesAndReads(
                new SwimMessage.IndirectPing(0xFFFF_FFFFL, ADDRESS, "n1", true, Optional.empty()),
                "01 85 a5 'SeqNo' ce ffffffff a6 'Target' a4 7f000001 a4 'Port' cd 1f0a a4 'Node' a2 'n1' a4 'Nack' c3");
        writesAndReads(
                new SwimMessage.IndirectPing(
                        70_000, SIX, "n1", false, Optional.of(new SwimMessage.Sender(ADDRESS, ""))),
                "01 88 a5 'SeqNo' ce 00011170 a6 'Target' b0 20010db8000000000000000000000001 a4 'Port' cd 1f0a"
                        + " a4 'Node' a2 'n1' a4 'Nack' c2 aa 'SourceAddr' a4 7f000001 aa 'SourcePort' cd 1f0a"
                        + " aa 'SourceNode' a0");
    }

    @Test
    void ackAndNack() {
        writesAndReads(
                new SwimMessage.Ack(300, ByteString.utf8("hi")), "02 82 a5 'SeqNo' cd 012c a7 'Payload' a2 'hi'");
        writesAndReads(new SwimMessage.Ack(300, ByteString.EMPTY), "02 82 a5 'SeqNo' cd 012c a7 'Payload' a0");
        reads(new SwimMessage.Ack(300, ByteString.EMPTY), "02 82 a5 'SeqNo' cd 012c a7 'Payload' c0");
        writesAndReads(new SwimMessage.Nack(7), "0b 81 a5 'SeqNo' 07");
    }

    @Test
    void suspectAndDead() {
        writesAndReads(
                new SwimMessage.Suspect(3, "n1", "n2"),
                "03 83 ab 'Incarnation' 03 a4 'Node' a2 'n1' a4 'From' a2 'n2'");
        writesAndReads(
                new SwimMessage.Dead(3, "n1", "n1"), "05 83 ab 'Incarnation' 03 a4 'Node' a2 'n1' a4 'From' a2 'n1'");
        reads(new SwimMessage.Dead(3, "n1", ""), "05 82 ab 'Incarnation' 03 a4 'Node' a2 'n1'");
    }

    @Test
    void alive() {
        writesAndReads(
                new SwimMessage.Alive(5, "n1", ADDRESS, ByteString.utf8("m"), ProtocolVersions.OURS),
                "04 86 ab 'Incarnation' 05 a4 'Node' a2 'n1' a4 'Addr' a4 7f000001 a4 'Port' cd 1f0a a4 'Meta' a1 'm'"
                        + " a3 'Vsn' a6 010502020504");
    }

    @Test
    void aliveOfAnOldSenderWithoutPortAndVersions() {
        NodeAddress address = NodeAddress.of(Hex.bytes("7f000001"), 7777);
        SwimMessage message = new SwimMessage.Alive(5, "n1", address, ByteString.EMPTY, ProtocolVersions.UNKNOWN);
        reads(message, "04 84 ab 'Incarnation' 05 a4 'Node' a2 'n1' a4 'Addr' a4 7f000001 a4 'Meta' c0");
        reads(message, "04 84 a3 'Vsn' c0 a4 'Addr' a4 7f000001 a4 'Node' a2 'n1' ab 'Incarnation' 05");
        reads(message, "04 84 a3 'Vsn' a0 a4 'Addr' a4 7f000001 a4 'Node' a2 'n1' ab 'Incarnation' 05");
    }

    @Test
    void aliveOfANewSenderWithLaterFormsAndFields() {
        reads(
                new SwimMessage.Alive(5, "n1", ADDRESS, ByteString.utf8("m"), ProtocolVersions.OURS),
                "04 de 0007 d9 0b 'Incarnation' d2 00000005 d9 04 'Node' d9 02 'n1' c4 04 'Addr' c4 04 7f000001"
                        + " da 0004 'Port' d1 1f0a a4 'Meta' c5 0001 'm' a3 'Vsn' c6 00000006 010502020504"
                        + " a6 'Future' 81 a1 'x' 92 c0 c7 01 05 00");
    }

    @Test
    void user() {
        writesAndReads(new SwimMessage.User(ByteString.utf8("hello")), "08 'hello'");
        writesAndReads(new SwimMessage.User(ByteString.EMPTY), "08");
    }

    @Test
    void compound() {
        List<SwimMessage> messages = List.of(new SwimMessage.Nack(7), new SwimMessage.User(ByteString.utf8("x")));
        byte[] packet = Hex.bytes("07 02 0009 0002 0b 81 a5 'SeqNo' 07 08 'x'");
        assertThat(codec.encode(messages, false)).isEqualTo(packet);
        assertThat(codec.decode(packet, packet.length)).isEqualTo(new Decoded(messages, List.of()));
    }

    @Test
    void crc() {
        // The sum of "123456789" is the check value of CRC-32 in every catalogue: cbf43926.
        reads(new SwimMessage.User(ByteString.utf8("x")), "0c d7de61f9 08 'x'");
        refuses(Reason.TYPE, "0c cbf43926 '123456789'");
        refuses(Reason.CRC, "0c cbf43927 '123456789'");
    }

    @Test
    void compressed() {
        // 256, 8, 97 and 257 in nine bits each.
        reads(new SwimMessage.User(ByteString.utf8("a")), "09 82 a4 'Algo' 00 a3 'Buf' a5 0011840908");
        refuses(Reason.COMPRESSION, "09 82 a4 'Algo' 01 a3 'Buf' a5 0011840908");
        refuses(Reason.COMPRESSION, "09 80");
    }

    @Test
    void whatMakesNoSense() {
        refuses(Reason.TYPE, "06 83 a5 'Nodes' 00 ac 'UserStateLen' 00 a4 'Join' c2");
        refuses(Reason.TYPE, "0d 81 a5 'Error' a1 'x'");
        refuses(Reason.TYPE, "0e");
        refuses(Reason.TOO_SHORT, "02");
        refuses(Reason.TOO_SHORT, "02 82 a5 'SeqNo' 01");
        refuses(Reason.MESSAGE, "02 90");
        refuses(Reason.MESSAGE, "02 81 a5 'SeqNo' ff");
        refuses(Reason.MESSAGE, "02 81 a5 'SeqNo' cf 0000000100000000");
        refuses(Reason.MESSAGE, "03 82 ab 'Incarnation' 03 a4 'From' a2 'n2'");
        refuses(Reason.MESSAGE, "03 83 ab 'Incarnation' 03 a4 'Node' a1 ff a4 'From' a2 'n2'");
        refuses(Reason.MESSAGE, "04 83 ab 'Incarnation' 05 a4 'Node' a2 'n1' a4 'Addr' a3 7f0000");
        refuses(Reason.MESSAGE, "04 84 a4 'Node' a2 'n1' a4 'Addr' a4 7f000001 a4 'Port' ce 00010000 a3 'Vsn' c0");
        refuses(Reason.MESSAGE, "04 83 a4 'Node' a2 'n1' a4 'Addr' a4 7f000001 a3 'Vsn' a5 0105020205");
        refuses(Reason.MESSAGE, "01 82 a5 'SeqNo' 01 a4 'Node' a2 'n1'");
    }
}

package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.NodeState;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Streams by hand, as Go's codec writes memberlist's structs. */
class StreamVectorsTest {
    private static final NodeAddress ADDRESS = NodeAddress.of(Hex.bytes("7f000001"), 7946);
    private static final NodeAddress OWN_PORT = NodeAddress.of(Hex.bytes("7f000001"), 7777);

    private final StreamCodec codec = new StreamCodec(Security.none(), StreamLimits.DEFAULT, 7777);

    private void reads(StreamMessage message, String words) {
        assertThat(Streams.read(codec, Hex.bytes(words))).isEqualTo(Streams.done(message));
    }

    private void writesAndReads(StreamMessage message, String words) {
        assertThat(codec.encode(message)).isEqualTo(Hex.bytes(words));
        reads(message, words);
    }

    private void refuses(Reason reason, String words) {
        assertThat(Streams.failure(Streams.read(codec, Hex.bytes(words)))).isEqualTo(reason);
    }

    @Test
    void pingAndAck() {
        writesAndReads(
                new StreamMessage.Ping(new SwimMessage.Ping(9, "n1", Optional.empty())),
                "00 82 a5 'SeqNo' 09 a4 'Node' a2 'n1'");
        writesAndReads(
                new StreamMessage.Ack(new SwimMessage.Ack(9, ByteString.EMPTY)), "02 82 a5 'SeqNo' 09 a7 'Payload' a0");
        reads(
                new StreamMessage.Ack(new SwimMessage.Ack(9, ByteString.EMPTY)),
                "02 82 a5 'SeqNo' 09 a7 'Payload' c0 'whatever'");
    }

    @Test
    void userAndFailure() {
        writesAndReads(new StreamMessage.User(ByteString.utf8("hello")), "08 81 aa 'UserMsgLen' 05 'hello'");
        writesAndReads(new StreamMessage.User(ByteString.EMPTY), "08 81 aa 'UserMsgLen' 00");
        writesAndReads(new StreamMessage.Failure("oops"), "0d 81 a5 'Error' a4 'oops'");
    }

    @Test
    void pushPull() {
        NodeState alive = new NodeState(
                "n1", ADDRESS, ByteString.utf8("m"), new MemberState(5, MemberStatus.ALIVE), ProtocolVersions.OURS);
        NodeState left = new NodeState(
                "n2", ADDRESS, ByteString.EMPTY, new MemberState(300, MemberStatus.LEFT), ProtocolVersions.UNKNOWN);
        writesAndReads(
                new StreamMessage.States(true, List.of(alive, left), ByteString.utf8("serf")),
                "06 83 a5 'Nodes' 02 ac 'UserStateLen' 04 a4 'Join' c3"
                        + " 87 a4 'Name' a2 'n1' a4 'Addr' a4 7f000001 a4 'Port' cd 1f0a a4 'Meta' a1 'm'"
                        + " ab 'Incarnation' 05 a5 'State' 00 a3 'Vsn' a6 010502020504"
                        + " 87 a4 'Name' a2 'n2' a4 'Addr' a4 7f000001 a4 'Port' cd 1f0a a4 'Meta' a0"
                        + " ab 'Incarnation' cd 012c a5 'State' 03 a3 'Vsn' a0 'serf'");
        writesAndReads(
                new StreamMessage.States(false, List.of(), ByteString.EMPTY),
                "06 83 a5 'Nodes' 00 ac 'UserStateLen' 00 a4 'Join' c2");
    }

    @Test
    void pushPullOfAnOldSender() {
        NodeState dead = new NodeState(
                "n1", OWN_PORT, ByteString.EMPTY, new MemberState(1, MemberStatus.DEAD), ProtocolVersions.UNKNOWN);
        NodeState suspect = new NodeState(
                "n2", OWN_PORT, ByteString.EMPTY, new MemberState(2, MemberStatus.SUSPECT), ProtocolVersions.UNKNOWN);
        reads(
                new StreamMessage.States(false, List.of(dead, suspect), ByteString.EMPTY),
                "06 82 a5 'Nodes' 02 ac 'UserStateLen' 00"
                        + " 85 a4 'Name' a2 'n1' a4 'Addr' a4 7f000001 a4 'Meta' c0 ab 'Incarnation' 01 a5 'State' 02"
                        + " 86 a5 'State' 01 a4 'Name' a2 'n2' a4 'Addr' c4 04 7f000001 a4 'Port' 00"
                        + " ab 'Incarnation' 02 a3 'Vsn' c0");
    }

    @Test
    void skipsAMemberThatMakesNoSenseAndTellsOfIt() {
        String good = " 84 a4 'Name' a2 'n2' a4 'Addr' a4 7f000001 a4 'Port' cd 1f0a a3 'Vsn' c0";
        String noName = " 81 a4 'Addr' a4 7f000001";
        String noMap = " 93 01 02 03";
        String noState = " 83 a4 'Name' a2 'n1' a4 'Addr' a4 7f000001 a5 'State' 04";
        Done done = (Done) Streams.read(
                codec,
                Hex.bytes("06 82 a5 'Nodes' 04 ac 'UserStateLen' 01" + noName + noMap + good + noState + " 'u'"));
        StreamMessage.States states = (StreamMessage.States) done.message();
        assertThat(states.nodes()).extracting(NodeState::name).containsExactly("n2");
        assertThat(states.userState()).isEqualTo(ByteString.utf8("u"));
        assertThat(done.skipped())
                .extracting(DecodeError::detail)
                .containsExactly("Name is empty", "not a map", "State is unknown");
    }

    @Test
    void compressed() {
        // The ack "02 80": 256, 2, 128 and 257 in nine bits each.
        reads(
                new StreamMessage.Ack(new SwimMessage.Ack(0, ByteString.EMPTY)),
                "09 82 a4 'Algo' 00 a3 'Buf' a5 0005000a08");
    }

    @Test
    void whatMakesNoSense() {
        refuses(Reason.TYPE, "01");
        refuses(Reason.TYPE, "07");
        refuses(Reason.TYPE, "0c");
        refuses(Reason.LABEL, "f4");
        refuses(Reason.MESSAGE, "02 90");
        refuses(Reason.MESSAGE, "02 c1");
        refuses(Reason.MESSAGE, "0d 81 a5 'Error' a1 ff");
        refuses(Reason.TOO_LARGE, "0d 81 a5 'Error' da 1001 " + "78".repeat(4_097));
        refuses(Reason.MESSAGE, "08 81 aa 'UserMsgLen' ff");
        refuses(Reason.MESSAGE, "06 83 a5 'Nodes' ff ac 'UserStateLen' 00 a4 'Join' c2");
        refuses(Reason.COMPRESSION, "09 82 a4 'Algo' 01 a3 'Buf' a0");
        refuses(Reason.DECRYPTION, "0a 0000001c");
        refuses(Reason.DECRYPTION, "0a 0000001d" + " 01 " + "00".repeat(28));
    }
}

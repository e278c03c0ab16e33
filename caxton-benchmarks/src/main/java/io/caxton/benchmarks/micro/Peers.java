package io.caxton.benchmarks.micro;

import io.caxton.swim.ByteString;
import io.caxton.swim.Member;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.NodeState;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.SwimMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Members as they are in a cluster of nodes: short names, metadata of three tags. */
final class Peers {
    static final int PORT = 7946;
    /** As many bytes as role, HTTP address and version take. */
    private static final ByteString META = ByteString.of(new byte[80]);

    private Peers() {}

    static Member member(int number, Instant now) {
        return new Member(name(number), address(number), META, ProtocolVersions.OURS, alive(1), now);
    }

    private static MemberState alive(long incarnation) {
        return new MemberState(incarnation, MemberStatus.ALIVE);
    }

    static List<NodeState> states(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new NodeState(name(number), address(number), META, alive(1), ProtocolVersions.OURS))
                .toList();
    }

    static SwimMessage.Alive news(int number, long incarnation) {
        return new SwimMessage.Alive(incarnation, name(number), address(number), META, ProtocolVersions.OURS);
    }

    /** A probe and what rides on it: two members that came, a suspicion, one that failed, one that left. */
    static List<SwimMessage> probe() {
        return List.of(
                new SwimMessage.Ping(1_234_567, name(1), Optional.of(new SwimMessage.Sender(address(2), name(2)))),
                news(3, 1),
                news(4, 7),
                new SwimMessage.Suspect(3, name(5), name(2)),
                new SwimMessage.Dead(2, name(6), name(7)),
                new SwimMessage.Dead(4, name(8), name(8)));
    }

    static String name(int number) {
        return "caxton-node-" + number;
    }

    static NodeAddress address(int number) {
        return NodeAddress.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number}, PORT);
    }
}

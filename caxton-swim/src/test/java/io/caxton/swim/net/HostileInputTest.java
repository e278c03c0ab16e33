package io.caxton.swim.net;

import static io.caxton.swim.net.Loopback.QUICK;
import static io.caxton.swim.net.Loopback.await;
import static io.caxton.swim.net.Loopback.awaitAgreement;
import static io.caxton.swim.net.Loopback.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.Counter;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.NodeState;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.SwimMessage.Alive;
import io.caxton.swim.SwimMessage.IndirectPing;
import io.caxton.swim.SwimMessage.Nack;
import io.caxton.swim.SwimMessage.Ping;
import io.caxton.swim.wire.Hostile;
import io.caxton.swim.wire.PacketCodec;
import io.caxton.swim.wire.StreamLimits;
import io.caxton.swim.wire.StreamMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real bytes, sent to a real node again and again: it goes on, counts them, and logs them once in a while. */
class HostileInputTest {
    private static final int TIMES = 5;
    private static final int MOST_MEMBERS = 50;
    private static final StreamLimits LIMITS = new StreamLimits(100_000, 1_000, 50_000);
    private static final NodeAddress DISCARD = NodeAddress.of(new byte[] {127, 0, 0, 1}, 9);

    private final long started = System.nanoTime();
    private final LogLines lines = new LogLines();
    private final Loopback loopback = new Loopback();
    private Stranger stranger;
    private MembershipNode node;
    private NodeAddress address;

    @BeforeEach
    void start() throws IOException {
        stranger = new Stranger();
        node = loopback.start(settings("target")
                .swim(QUICK.toBuilder().maxMembers(MOST_MEMBERS).build())
                .limits(LIMITS));
        address = node.address();
    }

    @AfterEach
    void close() {
        loopback.close();
        stranger.close();
        lines.close();
    }

    private void awaitCount(NetCounter counter, long count) {
        await(() -> node.netCounters().getOrDefault(counter, 0L) >= count);
        assertThat(node.netCounters()).containsEntry(counter, count);
    }

    private void awaitCount(Counter counter, long count) {
        await(() -> node.counters().getOrDefault(counter, 0L) >= count);
        assertThat(node.counters()).containsEntry(counter, count);
    }

    /** Once, or once a pause if this machine is that slow. */
    private void assertLoggedOnce(String text) {
        long pauses = (System.nanoTime() - started) / QuietLog.PAUSE.toNanos();
        assertThat(lines.warnings(text)).hasSizeBetween(1, (int) (1 + pauses));
    }

    private void assertGoesOn() throws IOException {
        assertThat(stranger.receiveUntilAnswered(address)).isEmpty();
        MembershipNode friend = loopback.start(settings("friend").seeds(address.toString()));
        awaitAgreement(List.of(node, friend));
    }

    @Test
    void aDecompressionBombInAPacket() throws Exception {
        byte[] bomb = Hostile.bomb(1_000_000);
        for (int i = 0; i < TIMES; i++) {
            stranger.send(address, bomb);
        }
        awaitCount(NetCounter.PACKETS_MALFORMED, TIMES);
        assertGoesOn();
        assertLoggedOnce(
                "A packet from " + stranger.address() + " could not be read: TOO_LARGE, more than 65536 bytes once");
    }

    @Test
    void aDecompressionBombInAStream() throws Exception {
        byte[] bomb = Hostile.bomb(1_000_000);
        for (int i = 0; i < TIMES; i++) {
            assertThat(Stranger.exchange(address, bomb).orElseThrow())
                    .isEqualTo(new StreamMessage.Failure("more than 100000 bytes once it is decompressed"));
        }
        awaitCount(NetCounter.STREAMS_MALFORMED, TIMES);
        assertGoesOn();
        assertLoggedOnce("could not be read: TOO_LARGE, more than 100000 bytes once it is decompressed");
    }

    @Test
    void aCompoundOf255Parts() throws Exception {
        byte[] compound = Hostile.emptyCompound();
        for (int i = 0; i < TIMES; i++) {
            stranger.send(address, compound);
        }
        awaitCount(NetCounter.PACKETS_MALFORMED, TIMES * PacketCodec.MAX_MESSAGES);
        assertGoesOn();
        assertLoggedOnce("A packet from " + stranger.address() + " could not be read: TOO_SHORT");
    }

    @Test
    void aCompoundOf255PingsIsNotAnsweredBy255Packets() throws Exception {
        List<Ping> pings = LongStream.rangeClosed(1, PacketCodec.MAX_MESSAGES)
                .mapToObj(sequence -> new Ping(sequence, "", Optional.empty()))
                .toList();
        for (int i = 0; i < TIMES; i++) {
            stranger.send(address, pings);
        }
        List<SwimMessage> answers = stranger.receiveUntilAnswered(address).stream()
                .filter(SwimMessage.Ack.class::isInstance)
                .toList();
        assertThat(answers).hasSize(TIMES * Shell.MOST_QUESTIONS);
        awaitCount(NetCounter.QUESTIONS_IGNORED, TIMES * (PacketCodec.MAX_MESSAGES - Shell.MOST_QUESTIONS));
        assertGoesOn();
        assertLoggedOnce("A packet from " + stranger.address() + " brings more than 4 pings");
    }

    @Test
    void aPushPullThatAnnouncesAMillionMembers() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            assertThat(Stranger.exchange(address, Hostile.millionStates()).orElseThrow())
                    .isEqualTo(new StreamMessage.Failure("more than 1000 members"));
        }
        awaitCount(NetCounter.STREAMS_MALFORMED, TIMES);
        assertGoesOn();
        assertLoggedOnce("could not be read: TOO_LARGE, more than 1000 members");
    }

    @Test
    void aPushPullInWhichOneStateMakesNoSense() throws Exception {
        assertThat(Stranger.exchange(address, Hostile.statesWithNonsense()).orElseThrow())
                .isInstanceOf(StreamMessage.States.class);
        awaitCount(NetCounter.STREAMS_MALFORMED, 1);
        assertLoggedOnce("could not be read: MESSAGE");
        await(() -> node.members().stream().anyMatch(member -> member.name().equals("sincere")));
    }

    @Test
    void aPingThatWantsItsAnswerSentToSomebodyElse() throws Exception {
        try (Stranger victim = new Stranger()) {
            Optional<SwimMessage.Sender> forged = Optional.of(new SwimMessage.Sender(victim.address(), "victim"));
            for (int i = 0; i < TIMES; i++) {
                stranger.send(address, new Ping(i, "", forged));
                assertThat(stranger.receive()).contains(new SwimMessage.Ack(i, ByteString.EMPTY));
                stranger.send(address, new IndirectPing(i, victim.address(), "victim", true, forged));
                assertThat(stranger.receive()).contains(new Nack(i));
            }
            awaitCount(Counter.FORGED_SENDERS, 2 * TIMES);
            awaitCount(Counter.RELAYS_REFUSED, TIMES);
            stranger.send(victim.address(), new Nack(99));
            assertThat(victim.receive()).as("the first that it hears").containsExactly(new Nack(99));
        }
        assertGoesOn();
        assertLoggedOnce("An answer was asked for at an address at which the asker is not known");
        assertLoggedOnce("A node was not probed for another");
        assertThat(lines.warnings("from " + stranger.address())).isNotEmpty();
    }

    @Test
    void moreMembersThanMayBeRemembered() throws Exception {
        for (int i = 0; i < 1_000; i += 20) {
            stranger.send(
                    address,
                    IntStream.range(i, i + 20)
                            .mapToObj(number ->
                                    new Alive(1, "packet-" + number, DISCARD, ByteString.EMPTY, ProtocolVersions.OURS))
                            .toList());
        }
        List<NodeState> states = IntStream.range(0, 1_000)
                .mapToObj(number -> new NodeState(
                        "stream-" + number,
                        DISCARD,
                        ByteString.EMPTY,
                        new MemberState(1, MemberStatus.ALIVE),
                        ProtocolVersions.OURS))
                .toList();
        Optional<StreamMessage> answer =
                Stranger.exchange(address, new StreamMessage.States(false, states, ByteString.EMPTY));
        assertThat(answer.orElseThrow()).isInstanceOf(StreamMessage.States.class);
        awaitCount(Counter.MEMBERS_REFUSED, 2_000 - (MOST_MEMBERS - 1));
        await(() -> node.members().size() == MOST_MEMBERS);
        assertLoggedOnce("A member was not taken: there are as many as there may be");
        stranger.receiveUntilAnswered(address);
    }
}

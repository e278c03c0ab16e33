package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.Counter;
import io.caxton.swim.Directive;
import io.caxton.swim.Member;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.Swim;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A node with small bounds that is told whatever could be decoded, while its time passes; it must keep its bounds. */
final class AttackedNode {
    private static final int MAX_MEMBERS = 50;
    private static final int MAX_BROADCASTS = 8;
    private static final int MAX_RELAYS = 20;
    private static final SwimSettings SETTINGS = SwimSettings.builder()
            .maxMembers(MAX_MEMBERS)
            .maxBroadcasts(MAX_BROADCASTS)
            .maxRelays(MAX_RELAYS)
            .forgetAfter(Duration.ofSeconds(5))
            .reclaimAfter(Duration.ofSeconds(2))
            .build();
    /** No relay runs longer than a probe may take. */
    private static final Duration LONGEST_RELAY = SETTINGS.probeTimeout();

    private static final List<Counter> HAPPENED = List.of(
            Counter.PROBES,
            Counter.SUSPICIONS,
            Counter.FAILURES,
            Counter.STREAM_PROBES_ONLY,
            Counter.BROADCASTS_DROPPED,
            Counter.REFUTATIONS,
            Counter.MEMBERS_REFUSED,
            Counter.INCOMPATIBLE,
            Counter.NAMES_TAKEN,
            Counter.RELAYS_REFUSED,
            Counter.FORGED_SENDERS,
            Counter.MISDIRECTED);

    private final Random random;
    private final Swim swim;
    private final Deque<Instant> relays = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long asked;
    private long ticks;

    AttackedNode(Random random) {
        this.random = random;
        PacketCodec codec = new PacketCodec(Security.none(), Samples.OWN_PORT);
        Member me = new Member(
                "me",
                Samples.fewAddress(0),
                ByteString.EMPTY,
                ProtocolVersions.OURS,
                new MemberState(1, MemberStatus.ALIVE),
                now);
        swim = new Swim(SETTINGS, me, 0, codec::sizeOf, random);
        obey(swim.start(now));
    }

    void receive(List<SwimMessage> messages) {
        NodeAddress from = Samples.fewAddress(random.nextInt(Samples.FEW_ADDRESSES));
        for (SwimMessage decoded : messages) {
            SwimMessage message = random.nextBoolean() ? decoded : answering(decoded);
            List<Directive> directives = swim.receive(now, from, message);
            obey(directives);
            if (message instanceof SwimMessage.IndirectPing) {
                relays.addAll(directives.stream()
                        .filter(AttackedNode::isPing)
                        .map(ping -> now)
                        .toList());
            } else if (message instanceof SwimMessage.Ack && directives.stream().anyMatch(AttackedNode::isAck)) {
                relays.remove();
            }
        }
        pass();
    }

    /** With the number of what it asked last: nobody would guess it. */
    private SwimMessage answering(SwimMessage message) {
        if (message instanceof SwimMessage.Ack ack) {
            return new SwimMessage.Ack(asked, ack.payload());
        }
        return message instanceof SwimMessage.Nack ? new SwimMessage.Nack(asked) : message;
    }

    void receive(StreamMessage message) {
        if (message instanceof StreamMessage.States states) {
            obey(swim.merge(now, states.nodes()));
        } else if (message instanceof StreamMessage.Ping ping) {
            swim.isForMe(ping.ping());
        } else if (message instanceof StreamMessage.Ack) {
            obey(swim.streamPinged(now, asked));
        } else if (message instanceof StreamMessage.User user) {
            receive(List.of(new SwimMessage.User(user.body())));
        }
        pass();
    }

    /** Some milliseconds after most, now and then longer than any of its times. */
    private void pass() {
        Duration time = Duration.ofMillis(random.nextInt(10));
        Instant end = now.plus(random.nextInt(20_000) == 0 ? Duration.ofMinutes(1) : time);
        while (swim.nextDeadline().filter(due -> !due.isAfter(end)).isPresent()) {
            Instant due = swim.nextDeadline().orElseThrow();
            now = due.isAfter(now) ? due : now;
            obey(swim.tick(now));
            ticks++;
        }
        now = end;
        assertBounded();
    }

    private void obey(List<Directive> directives) {
        for (Directive directive : directives) {
            if (directive instanceof Directive.SendPacket packet) {
                assertThat(packet.messages()).hasSizeBetween(1, PacketCodec.MAX_MESSAGES);
                packet.messages().stream()
                        .filter(SwimMessage.Ping.class::isInstance)
                        .forEach(ping -> asked = ((SwimMessage.Ping) ping).sequence());
            }
        }
    }

    private static boolean isPing(Directive directive) {
        return sends(directive, SwimMessage.Ping.class);
    }

    private static boolean isAck(Directive directive) {
        return sends(directive, SwimMessage.Ack.class);
    }

    private static boolean sends(Directive directive, Class<? extends SwimMessage> kind) {
        return directive instanceof Directive.SendPacket packet
                && packet.messages().stream().anyMatch(kind::isInstance);
    }

    private void assertBounded() {
        while (!relays.isEmpty() && !relays.element().plus(LONGEST_RELAY).isAfter(now)) {
            relays.remove();
        }
        if (relays.size() > MAX_RELAYS
                || swim.broadcastsWaiting() > MAX_BROADCASTS
                || swim.members().size() > MAX_MEMBERS) {
            throw new AssertionError(this + " is past its bounds");
        }
    }

    /** It was attacked in every way, and is still itself. */
    void assertUnharmed() {
        assertThat(swim.self().name()).isEqualTo("me");
        assertThat(swim.self().status()).isEqualTo(MemberStatus.ALIVE);
        assertThat(ticks).isPositive();
        for (Counter counter : HAPPENED) {
            assertThat(swim.counters().get(counter)).as(counter.name()).isPositive();
        }
    }

    @Override
    public String toString() {
        return swim.states().size() + " members, " + swim.broadcastsWaiting() + " broadcasts, " + relays.size()
                + " relays, " + ticks + " ticks, " + swim.counters();
    }
}

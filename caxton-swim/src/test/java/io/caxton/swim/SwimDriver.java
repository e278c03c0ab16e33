package io.caxton.swim;

import io.caxton.swim.SwimMessage.Alive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** One node named "me" whose peers and clock are the test's. */
final class SwimDriver {
    static final NodeAddress MY_ADDRESS = address(1);

    final Swim swim;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final List<Directive> done = new ArrayList<>();

    SwimDriver(SwimSettings settings) {
        Member me = new Member(
                "me", MY_ADDRESS, ByteString.EMPTY, ProtocolVersions.OURS, new MemberState(1, MemberStatus.ALIVE), now);
        swim = new Swim(settings, me, 0, message -> 50, new Random(42));
        done(swim.start(now));
    }

    static NodeAddress address(int number) {
        return NodeAddress.of(new byte[] {10, 0, 0, (byte) number}, 7946);
    }

    static NodeState state(int number, long incarnation, MemberStatus status) {
        return new NodeState(
                "m" + number,
                address(number),
                ByteString.EMPTY,
                new MemberState(incarnation, status),
                ProtocolVersions.OURS);
    }

    static Alive alive(int number, long incarnation) {
        return new Alive(incarnation, "m" + number, address(number), ByteString.EMPTY, ProtocolVersions.OURS);
    }

    private void done(List<Directive> directives) {
        done.addAll(directives);
    }

    /** Others with numbers from 2 on. */
    SwimDriver with(int others) {
        for (int i = 2; i < others + 2; i++) {
            done(swim.merge(now, List.of(state(i, 1, MemberStatus.ALIVE))));
        }
        done.clear();
        return this;
    }

    void receive(int from, SwimMessage message) {
        done(swim.receive(now, address(from), message));
    }

    void call(Function<Swim, List<Directive>> call) {
        done(call.apply(swim));
    }

    /** Lets time pass and does what is due in it. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        for (Optional<Instant> next = swim.nextDeadline();
                next.isPresent() && !next.get().isAfter(end);
                next = swim.nextDeadline()) {
            now = next.get().isAfter(now) ? next.get() : now;
            done(swim.tick(now));
        }
        now = end;
    }

    /** Lets time pass until something of a kind was said, and forgets what was said before. */
    <T extends SwimMessage> Sent<T> await(Class<T> type) {
        for (int i = 0; i < 10_000; i++) {
            List<Sent<T>> sent = sent(type);
            if (!sent.isEmpty()) {
                return sent.get(0);
            }
            now = swim.nextDeadline().filter(now::isBefore).orElse(now);
            done(swim.tick(now));
        }
        throw new AssertionError("no " + type.getSimpleName() + " was sent");
    }

    record Sent<T>(Peer to, T message, List<SwimMessage> packet) {}

    <T extends SwimMessage> List<Sent<T>> sent(Class<T> type) {
        List<Sent<T>> sent = new ArrayList<>();
        for (Directive directive : done) {
            if (directive instanceof Directive.SendPacket packet) {
                packet.messages().stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .forEach(message -> sent.add(new Sent<>(packet.to(), message, packet.messages())));
            }
        }
        return sent;
    }

    <T extends Directive> List<T> directives(Class<T> type) {
        return done.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends MembershipEvent> List<T> told(Class<T> type) {
        return directives(Directive.Tell.class).stream()
                .map(Directive.Tell::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    MemberState known(int number) {
        return swim.member("m" + number).orElseThrow().state();
    }

    long counted(Counter counter) {
        return swim.counters().getOrDefault(counter, 0L);
    }
}

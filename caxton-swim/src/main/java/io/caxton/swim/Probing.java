package io.caxton.swim;

import io.caxton.swim.MembershipEvent.Answered;
import io.caxton.swim.SwimMessage.IndirectPing;
import io.caxton.swim.SwimMessage.Ping;
import io.caxton.swim.SwimMessage.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is there (SWIM, section 3.1): one member after the other is pinged; if it does not answer in time, it is pinged
 * again, others are asked to ping it, and a stream is tried as well; if nothing comes of that either, it is suspected. The worse this node is
 * doing, the more time it gives (Lifeguard, section IV.A).
 */
final class Probing implements Timed {
    private final SwimSettings settings;
    private final Members members;
    private final Self self;
    private final ProbeRing ring;
    private final Sequences sequences;
    private final LocalHealth health;
    private final Membership membership;
    private final Outbox outbox;
    private final Counters counters;
    private final Rhythm rhythm;
    private @Nullable Probe running;

    Probing(
            SwimSettings settings,
            Members members,
            Self self,
            ProbeRing ring,
            Sequences sequences,
            LocalHealth health,
            Membership membership,
            Outbox outbox,
            Counters counters,
            RandomGenerator random) {
        this.settings = settings;
        this.members = members;
        this.self = self;
        this.ring = ring;
        this.sequences = sequences;
        this.health = health;
        this.membership = membership;
        this.outbox = outbox;
        this.counters = counters;
        this.rhythm = new Rhythm(random);
    }

    void begin(Instant now) {
        rhythm.begin(now, settings.probeInterval());
    }

    void stop() {
        rhythm.stop();
        running = null;
    }

    /** This node was not running for a while: that there is no answer says nothing. */
    void forget() {
        running = null;
    }

    @Override
    public Instant due() {
        return running == null ? rhythm.due() : running.due();
    }

    @Override
    public void run(Instant now) {
        Probe probe = running;
        if (probe != null && !probe.asksOthers() && !probe.askOthersAt.isAfter(now)) {
            askOthers(probe);
        }
        if (probe != null && !probe.deadline.isAfter(now)) {
            running = null;
            unanswered(now, probe);
        }
        if (running == null && rhythm.isDue(now)) {
            rhythm.next(now, settings.probeInterval());
            ring.next().ifPresent(entry -> probe(now, entry.member));
        }
    }

    private void probe(Instant now, Member target) {
        Duration timeout = health.scale(settings.probeTimeout());
        Duration interval = health.scale(settings.probeInterval());
        Ping ping = new Ping(sequences.next(), target.name(), Optional.of(self.sender()));
        Probe probe = new Probe(ping, target, now, now.plus(timeout), now.plus(interval));
        running = probe;
        counters.add(Counter.PROBES);
        ping(probe);
    }

    private void ping(Probe probe) {
        Member target = probe.target;
        if (target.status() == MemberStatus.SUSPECT && settings.buddySystem()) {
            outbox.send(target.peer(), probe.ping, new Suspect(target.incarnation(), target.name(), self.name()));
        } else {
            outbox.send(target.peer(), probe.ping);
        }
    }

    private void askOthers(Probe probe) {
        Member target = probe.target;
        probe.askOthers();
        // Once more itself as well: where packets get lost that is what others would do, at half the cost.
        ping(probe);
        for (Entry other : members.pick(settings.indirectChecks(), entry -> mayHelp(entry, target))) {
            Peer peer = other.member.peer();
            boolean nack = peer.protocolMax() >= ProtocolVersions.NACK;
            probe.nacksExpected += nack ? 1 : 0;
            counters.add(Counter.INDIRECT_PROBES);
            outbox.send(
                    peer,
                    new IndirectPing(
                            probe.ping.sequence(), target.address(), target.name(), nack, Optional.of(self.sender())));
        }
        if (target.versions().protocolMax() >= ProtocolVersions.STREAM_PING) {
            outbox.add(new Directive.PingOverStream(target.peer(), probe.ping, probe.deadline));
        }
    }

    private static boolean mayHelp(Entry entry, Member target) {
        return entry.member.status() == MemberStatus.ALIVE && !entry.name().equals(target.name());
    }

    private void unanswered(Instant now, Probe probe) {
        if (probe.streamAnswered) {
            counters.add(Counter.STREAM_PROBES_ONLY);
            health.better();
            return;
        }
        counters.add(Counter.PROBES_FAILED);
        int missed = probe.nacksExpected - probe.nacks;
        counters.add(Counter.NACKS_MISSED, missed);
        health.worse(probe.nacksExpected > 0 ? missed : 1);
        Member target = probe.target;
        membership.suspect(now, new Suspect(target.incarnation(), target.name(), self.name()));
    }

    /** An answer has come. Returns whether it was to the running probe. */
    boolean acked(Instant now, long sequence) {
        Probe probe = running;
        if (probe == null || probe.ping.sequence() != sequence) {
            return false;
        }
        running = null;
        health.better();
        if (!probe.asksOthers()) {
            outbox.tell(new Answered(probe.target, Duration.between(probe.sentAt, now)));
        }
        return true;
    }

    /** One who was asked has had no answer either: then it is not this node that is cut off. */
    void nacked(long sequence) {
        Probe probe = running;
        if (probe != null && probe.ping.sequence() == sequence && probe.nacks < probe.nacksExpected) {
            probe.nacks++;
        }
    }

    void streamAnswered(long sequence) {
        Probe probe = running;
        if (probe != null && probe.ping.sequence() == sequence) {
            probe.streamAnswered = true;
        }
    }

    /** One probe from its ping to its end. */
    private static final class Probe {
        final Ping ping;
        /** As it was known when it was pinged. */
        final Member target;

        final Instant sentAt;
        final Instant askOthersAt;
        final Instant deadline;
        private boolean askedOthers;
        int nacksExpected;
        int nacks;
        boolean streamAnswered;

        Probe(Ping ping, Member target, Instant sentAt, Instant askOthersAt, Instant deadline) {
            this.ping = ping;
            this.target = target;
            this.sentAt = sentAt;
            this.askOthersAt = askOthersAt;
            this.deadline = deadline;
        }

        boolean asksOthers() {
            return askedOthers;
        }

        void askOthers() {
            askedOthers = true;
        }

        Instant due() {
            return askedOthers ? deadline : askOthersAt;
        }
    }
}

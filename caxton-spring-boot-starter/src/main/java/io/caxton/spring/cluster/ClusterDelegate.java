package io.caxton.spring.cluster;

import io.caxton.spring.cluster.ClusterEvent.MemberFailed;
import io.caxton.spring.cluster.ClusterEvent.MemberJoined;
import io.caxton.spring.cluster.ClusterEvent.MemberLeft;
import io.caxton.spring.cluster.ClusterEvent.MemberRecovered;
import io.caxton.spring.cluster.ClusterEvent.MemberSuspected;
import io.caxton.spring.cluster.ClusterEvent.MemberUpdated;
import io.caxton.swim.Member;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.wire.KeyRing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Passes on what the protocol tells. On the node's thread, which it does not block. */
final class ClusterDelegate implements Delegate {
    private final String self;
    private final InstantSource clock;
    private final FirstJoin join;
    private final NameConflict conflict;
    private final KeyKeeper keys;
    private final Chronicle chronicle;
    private final EventQueue events;
    private final List<ProbeListener> probes;
    private final List<MemberListener> listeners;
    private volatile Optional<KeyRing> ring;
    private final AtomicLong falseAlarms = new AtomicLong();

    ClusterDelegate(
            String self,
            InstantSource clock,
            FirstJoin join,
            NameConflict conflict,
            KeyKeeper keys,
            Chronicle chronicle,
            EventQueue events,
            List<ProbeListener> probes,
            List<MemberListener> listeners,
            Optional<KeyRing> ring) {
        this.self = self;
        this.clock = clock;
        this.join = join;
        this.conflict = conflict;
        this.keys = keys;
        this.chronicle = chronicle;
        this.events = events;
        this.probes = probes;
        this.listeners = listeners;
        this.ring = ring;
    }

    @Override
    public void told(MembershipEvent event) {
        if (event instanceof MembershipEvent.Answered answered) {
            probes.forEach(probe -> probe.onAnswer(answered.roundTrip()));
        } else if (event instanceof MembershipEvent.NameTaken taken
                && taken.known().name().equals(self)) {
            conflict.seen(clock.instant(), self, taken.known().address(), taken.other());
        } else if (event instanceof MembershipEvent.Forgotten forgotten) {
            listeners.forEach(l -> l.forgotten(forgotten.member().name()));
        } else {
            event(event).ifPresent(this::publish);
        }
    }

    private Optional<ClusterEvent> event(MembershipEvent event) {
        Instant now = clock.instant();
        if (event instanceof MembershipEvent.Joined joined) {
            join.met("met " + joined.member().name());
            return Optional.of(new MemberJoined(known(joined.member()), now));
        } else if (event instanceof MembershipEvent.Suspected suspected) {
            return Optional.of(new MemberSuspected(known(suspected.member()), now));
        } else if (event instanceof MembershipEvent.Recovered recovered) {
            falseAlarms.incrementAndGet();
            return Optional.of(new MemberRecovered(known(recovered.member()), now));
        } else if (event instanceof MembershipEvent.Failed failed) {
            return Optional.of(new MemberFailed(known(failed.member()), now));
        } else if (event instanceof MembershipEvent.Left left) {
            return Optional.of(new MemberLeft(known(left.member()), now));
        } else if (event instanceof MembershipEvent.Updated updated) {
            return Optional.of(new MemberUpdated(known(updated.member()), known(updated.before()), now));
        }
        return Optional.empty();
    }

    private ClusterMember known(Member member) {
        return ClusterMember.of(member, self);
    }

    private void publish(ClusterEvent event) {
        if (!event.member().self()) {
            join.heard(event.member());
            listeners.forEach(l -> l.changed(event.member()));
        }
        chronicle.note(event);
        events.add(event);
    }

    @Override
    public void notJoined(NodeAddress seed, String reason) {
        join.refused(seed, reason);
    }

    @Override
    public void keysChanged(KeyRing changed) {
        ring = Optional.of(changed);
        keys.keep(changed);
    }

    /** This node has left. */
    void left() {
        listeners.forEach(MemberListener::alone);
    }

    /** The keys in use; empty if nothing is encrypted. */
    Optional<KeyRing> ring() {
        return ring;
    }

    /** How many members were suspected and were there. */
    long falseAlarms() {
        return falseAlarms.get();
    }
}

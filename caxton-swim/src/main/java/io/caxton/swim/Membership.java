package io.caxton.swim;

import io.caxton.swim.MembershipEvent.Failed;
import io.caxton.swim.MembershipEvent.Joined;
import io.caxton.swim.MembershipEvent.Left;
import io.caxton.swim.MembershipEvent.NameTaken;
import io.caxton.swim.MembershipEvent.Recovered;
import io.caxton.swim.MembershipEvent.Suspected;
import io.caxton.swim.MembershipEvent.Updated;
import io.caxton.swim.SwimMessage.Alive;
import io.caxton.swim.SwimMessage.Dead;
import io.caxton.swim.SwimMessage.Suspect;
import java.time.Duration;
import java.time.Instant;

/**
 * What becomes of news about others: believed if it {@linkplain MemberState#overrules overrules} what is known, then told and
 * spread. News about this node goes to {@link Self}.
 */
final class Membership implements Timed {
    private final SwimSettings settings;
    private final Members members;
    private final Self self;
    private final ProbeRing ring;
    private final Suspicions suspicions;
    private final Dissemination dissemination;
    private final Outbox outbox;
    private final Counters counters;

    Membership(
            SwimSettings settings,
            Members members,
            Self self,
            ProbeRing ring,
            Suspicions suspicions,
            Dissemination dissemination,
            Outbox outbox,
            Counters counters) {
        this.settings = settings;
        this.members = members;
        this.self = self;
        this.ring = ring;
        this.suspicions = suspicions;
        this.dissemination = dissemination;
        this.outbox = outbox;
        this.counters = counters;
    }

    void alive(Instant now, Alive news) {
        if (!news.versions().isValid()
                || !news.versions().isCompatibleWith(self.member().versions())) {
            counters.add(Counter.INCOMPATIBLE);
        } else if (!isPrintable(news.node()) || !news.address().isUnicast()) {
            counters.add(Counter.MEMBERS_REFUSED);
        } else if (members.isSelf(news.node())) {
            self.claimed(news);
        } else {
            members.find(news.node()).ifPresentOrElse(entry -> known(now, entry, news), () -> unknown(now, news));
        }
    }

    /** Names end up in logs. */
    private static boolean isPrintable(String name) {
        return !name.isBlank() && name.codePoints().noneMatch(Character::isISOControl);
    }

    private void unknown(Instant now, Alive news) {
        if (members.isFull()) {
            counters.add(Counter.MEMBERS_REFUSED);
            return;
        }
        Entry entry = members.add(member(now, news));
        ring.add(entry);
        dissemination.spread(news.node(), news);
        outbox.tell(new Joined(entry.member));
    }

    /** One that is known from elsewhere and is no news to anybody. */
    void recall(Instant now, NodeState state) {
        if (!members.isSelf(state.name())
                && !members.isFull()
                && members.find(state.name()).isEmpty()) {
            ring.add(members.add(
                    new Member(state.name(), state.address(), state.meta(), state.versions(), state.state(), now)));
        }
    }

    private static Member member(Instant now, Alive news) {
        MemberState state = new MemberState(news.incarnation(), MemberStatus.ALIVE);
        return new Member(news.node(), news.address(), news.meta(), news.versions(), state, now);
    }

    private void known(Instant now, Entry entry, Alive news) {
        Member before = entry.member;
        if (!before.address().equals(news.address()) && !mayMove(now, before)) {
            counters.add(Counter.NAMES_TAKEN);
            outbox.tell(new NameTaken(before, news.address()));
            return;
        }
        Member after = member(now, news);
        if (!after.state().overrules(before.state())) {
            return;
        }
        suspicions.end(entry);
        members.update(entry, before.status() == MemberStatus.ALIVE ? since(after, before.since()) : after);
        dissemination.spread(news.node(), news);
        if (!before.status().isPresent()) {
            ring.add(entry);
            outbox.tell(new Joined(entry.member));
            return;
        }
        if (before.status() == MemberStatus.SUSPECT) {
            outbox.tell(new Recovered(entry.member));
        }
        if (!before.meta().equals(after.meta())) {
            outbox.tell(new Updated(entry.member, before));
        }
    }

    private static Member since(Member member, Instant since) {
        return new Member(member.name(), member.address(), member.meta(), member.versions(), member.state(), since);
    }

    /** Whether a name may be another node's by now: the one that had it left, or failed some time ago. */
    private boolean mayMove(Instant now, Member member) {
        Instant free = member.since().plus(settings.reclaimAfter());
        return member.status() == MemberStatus.LEFT || (member.status() == MemberStatus.DEAD && !free.isAfter(now));
    }

    void suspect(Instant now, Suspect news) {
        if (members.isSelf(news.node())) {
            self.accused(news.incarnation(), news.from());
        } else {
            members.find(news.node()).ifPresent(entry -> suspect(now, entry, news));
        }
    }

    private void suspect(Instant now, Entry entry, Suspect news) {
        MemberState state = new MemberState(news.incarnation(), MemberStatus.SUSPECT);
        Suspicion running = entry.suspicion;
        if (running != null && news.incarnation() >= entry.member.incarnation()) {
            update(entry, state, entry.member.since());
            if (suspicions.confirm(entry, running, news.from())) {
                dissemination.spread(news.node(), news);
            }
        } else if (entry.isPresent() && state.overrules(entry.member.state())) {
            update(entry, state, now);
            suspicions.begin(entry, suspicion(now, news.from()));
            counters.add(Counter.SUSPICIONS);
            dissemination.spread(news.node(), news);
            outbox.tell(new Suspected(entry.member));
        }
    }

    private Suspicion suspicion(Instant now, String accuser) {
        int expected = settings.suspicionMultiplier() - 2;
        // This node and the suspect cannot confirm.
        boolean enough = members.present() - 2 >= expected;
        Duration min =
                ClusterScale.suspicion(settings.suspicionMultiplier(), members.present(), settings.probeInterval());
        Duration max = min.multipliedBy(settings.suspicionMaxMultiplier());
        return new Suspicion(now, accuser, enough ? Math.max(0, expected) : 0, min, max);
    }

    /** When the next suspicion runs out. */
    @Override
    public Instant due() {
        return suspicions.due();
    }

    @Override
    public void run(Instant now) {
        for (Entry failed : suspicions.expired(now)) {
            dead(now, failed, new Dead(failed.member.incarnation(), failed.name(), self.name()));
        }
    }

    void dead(Instant now, Dead news) {
        if (members.isSelf(news.node())) {
            self.accused(news.incarnation(), news.from());
        } else {
            members.find(news.node()).ifPresent(entry -> dead(now, entry, news));
        }
    }

    private void dead(Instant now, Entry entry, Dead news) {
        MemberState state =
                new MemberState(news.incarnation(), news.isGoodbye() ? MemberStatus.LEFT : MemberStatus.DEAD);
        MemberStatus before = entry.member.status();
        if (!state.overrules(entry.member.state())) {
            return;
        }
        suspicions.end(entry);
        update(entry, state, before == state.status() ? entry.member.since() : now);
        if (before == state.status()) {
            return;
        }
        dissemination.spread(news.node(), news);
        if (state.status() == MemberStatus.LEFT) {
            outbox.tell(new Left(entry.member));
        } else if (before.isPresent()) {
            counters.add(Counter.FAILURES);
            outbox.tell(new Failed(entry.member));
        }
    }

    private void update(Entry entry, MemberState state, Instant since) {
        Member before = entry.member;
        members.update(
                entry, new Member(before.name(), before.address(), before.meta(), before.versions(), state, since));
    }
}

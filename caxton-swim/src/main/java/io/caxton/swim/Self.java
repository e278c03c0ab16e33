package io.caxton.swim;

import io.caxton.swim.MembershipEvent.NameTaken;
import io.caxton.swim.MembershipEvent.Refuted;
import io.caxton.swim.SwimMessage.Alive;
import io.caxton.swim.SwimMessage.Dead;
import java.time.Instant;

/** This node among the members: what it says about itself, and how it answers what others say about it. */
final class Self {
    private final Members members;
    private final Entry entry;
    private final LocalHealth health;
    private final Dissemination dissemination;
    private final Outbox outbox;
    private final Counters counters;
    private boolean contested;

    Self(
            Members members,
            Member member,
            LocalHealth health,
            Dissemination dissemination,
            Outbox outbox,
            Counters counters) {
        this.members = members;
        this.entry = members.add(member);
        this.health = health;
        this.dissemination = dissemination;
        this.outbox = outbox;
        this.counters = counters;
    }

    Member member() {
        return entry.member;
    }

    String name() {
        return entry.name();
    }

    SwimMessage.Sender sender() {
        return new SwimMessage.Sender(entry.member.address(), name());
    }

    boolean hasLeft() {
        return entry.member.status() == MemberStatus.LEFT;
    }

    void announce() {
        Member me = entry.member;
        dissemination.spread(me.name(), new Alive(me.incarnation(), me.name(), me.address(), me.meta(), me.versions()));
    }

    /** Says something else about itself from now on. */
    void describe(ByteString meta) {
        begin(entry.member.incarnation(), meta);
    }

    /** Somebody thinks that this node has failed. It says that it has not: the next incarnation overrules that. */
    void accused(long incarnation, String accuser) {
        if (hasLeft() || incarnation < entry.member.incarnation()) {
            return;
        }
        counters.add(Counter.REFUTATIONS);
        health.worse(1);
        begin(incarnation, entry.member.meta());
        outbox.tell(new Refuted(accuser, entry.member.incarnation()));
    }

    /** Somebody says something about this node that it has not said itself, or not in this life. */
    void claimed(Alive news) {
        Member me = entry.member;
        if (hasLeft() || news.incarnation() < me.incarnation()) {
            return;
        }
        if (!news.address().equals(me.address())) {
            // Its other bearer is to fail or leave first. Were both to insist, their incarnations would race.
            contested = true;
            counters.add(Counter.NAMES_TAKEN);
            outbox.tell(new NameTaken(me, news.address()));
        } else if (news.incarnation() > me.incarnation()
                || !news.meta().equals(me.meta())
                || !news.versions().equals(me.versions())) {
            begin(news.incarnation(), me.meta());
        }
    }

    /** Whether another was found with the name of this node since this was asked last. */
    boolean takeContested() {
        boolean was = contested;
        contested = false;
        return was;
    }

    private void begin(long after, ByteString meta) {
        Member me = entry.member;
        long incarnation = Math.min(MemberState.LAST_INCARNATION, after + 1);
        MemberState state = new MemberState(incarnation, MemberStatus.ALIVE);
        members.update(entry, new Member(me.name(), me.address(), meta, me.versions(), state, me.since()));
        announce();
    }

    void leave(Instant now) {
        Member me = entry.member;
        MemberState state = new MemberState(me.incarnation(), MemberStatus.LEFT);
        members.update(entry, new Member(me.name(), me.address(), me.meta(), me.versions(), state, now));
        dissemination.spread(name(), new Dead(me.incarnation(), name(), name()));
    }
}

package io.caxton.swim;

import java.time.Instant;
import java.util.random.RandomGenerator;

/** Sends what is to be spread to some members at random, also to those that failed a short while ago: one that did not can say so. */
final class Gossip implements Timed {
    private final SwimSettings settings;
    private final Members members;
    private final Dissemination dissemination;
    private final Outbox outbox;
    private final Rhythm rhythm;

    Gossip(SwimSettings settings, Members members, Dissemination dissemination, Outbox outbox, RandomGenerator random) {
        this.settings = settings;
        this.members = members;
        this.dissemination = dissemination;
        this.outbox = outbox;
        this.rhythm = new Rhythm(random);
    }

    void begin(Instant now) {
        rhythm.begin(now, settings.gossipInterval());
    }

    void stop() {
        rhythm.stop();
    }

    /** While there is nothing to say, nothing is due; then it is said soon. */
    @Override
    public Instant due() {
        return dissemination.size() == 0 || members.size() == 1 ? NEVER : rhythm.due();
    }

    @Override
    public void run(Instant now) {
        rhythm.next(now, settings.gossipInterval());
        for (Entry to : members.pick(settings.gossipFanout(), entry -> mayListen(now, entry.member))) {
            if (!outbox.gossip(to.member.peer())) {
                return;
            }
        }
    }

    private boolean mayListen(Instant now, Member member) {
        return member.status().isPresent()
                || (member.status() == MemberStatus.DEAD
                        && member.since().plus(settings.gossipToDead()).isAfter(now));
    }
}

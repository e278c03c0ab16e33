package io.caxton.swim;

import io.caxton.swim.SwimMessage.Alive;
import io.caxton.swim.SwimMessage.Dead;
import io.caxton.swim.SwimMessage.Suspect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Exchanges everything that is known with one other member now and then (memberlist's push/pull): what gossip has missed is
 * learnt then at the latest. It is also how a node joins.
 */
final class AntiEntropy implements Timed {
    /** How many members are told in one exchange, without a detour, that they are thought dead here. */
    private static final int MOST_ACCUSED = 32;

    private final SwimSettings settings;
    private final Members members;
    private final Self self;
    private final Membership membership;
    private final Outbox outbox;
    private final Rhythm rhythm;

    AntiEntropy(
            SwimSettings settings,
            Members members,
            Self self,
            Membership membership,
            Outbox outbox,
            RandomGenerator random) {
        this.settings = settings;
        this.members = members;
        this.self = self;
        this.membership = membership;
        this.outbox = outbox;
        this.rhythm = new Rhythm(random);
    }

    void begin(Instant now) {
        rhythm.begin(now, settings.pushPullInterval());
    }

    void stop() {
        rhythm.stop();
    }

    /** Exchanges soon: something is known to be amiss. */
    void hurry(Instant now) {
        rhythm.hurry(now.plus(settings.reconnectInterval()));
    }

    @Override
    public Instant due() {
        return rhythm.due();
    }

    @Override
    public void run(Instant now) {
        rhythm.next(now, ClusterScale.pushPull(settings.pushPullInterval(), members.present()));
        members.pick(1, entry -> entry.member.status() == MemberStatus.ALIVE)
                .forEach(entry -> outbox.add(new Directive.ExchangeStates(entry.member.peer(), false)));
    }

    /** All that is known here. */
    List<NodeState> states() {
        List<NodeState> states = new ArrayList<>(members.size());
        members.each(entry -> {
            Member member = entry.member;
            states.add(
                    new NodeState(member.name(), member.address(), member.meta(), member.state(), member.versions()));
        });
        return states;
    }

    /**
     * Learns what another knows. That a member is dead there is not believed at once but begins a suspicion: it may just not have
     * been reached from there.
     */
    void merge(Instant now, List<NodeState> states) {
        int accused = 0;
        for (NodeState state : states) {
            long incarnation = state.state().incarnation();
            switch (state.state().status()) {
                case ALIVE -> {
                    if (accused < MOST_ACCUSED && isGoneHere(state)) {
                        accuse(state);
                        accused++;
                    }
                    membership.alive(
                            now, new Alive(incarnation, state.name(), state.address(), state.meta(), state.versions()));
                }
                case SUSPECT, DEAD -> membership.suspect(now, new Suspect(incarnation, state.name(), self.name()));
                case LEFT -> membership.dead(now, new Dead(incarnation, state.name(), state.name()));
            }
        }
    }

    /** Whether a member that is alive there has failed here, and has not denied that. */
    private boolean isGoneHere(NodeState state) {
        return members.find(state.name())
                .filter(entry -> entry.member.status() == MemberStatus.DEAD)
                .filter(entry -> entry.member.address().equals(state.address()))
                .filter(entry -> entry.member.state().overrules(state.state()))
                .isPresent();
    }

    private void accuse(NodeState state) {
        long incarnation = members.find(state.name()).orElseThrow().member.incarnation();
        outbox.send(
                new Peer(state.address(), state.name(), state.versions().protocolMax()),
                new Suspect(incarnation, state.name(), self.name()));
    }
}

package io.caxton.swim;

import io.caxton.swim.SwimMessage.Ping;
import io.caxton.swim.SwimMessage.Suspect;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tries members that failed, one at a time: after a partition each side thinks the other dead, and neither would ever speak to the
 * other. With one that answers, everything is exchanged.
 */
final class Reconnection implements Timed {
    /** So many tries may be answered late. */
    private static final int MOST_TRIES = 16;

    private final SwimSettings settings;
    private final Members members;
    private final Self self;
    private final Sequences sequences;
    private final Outbox outbox;
    private final Rhythm rhythm;
    private final Map<Long, Peer> tries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Peer> eldest) {
            return size() > MOST_TRIES;
        }
    };

    Reconnection(
            SwimSettings settings,
            Members members,
            Self self,
            Sequences sequences,
            Outbox outbox,
            RandomGenerator random) {
        this.settings = settings;
        this.members = members;
        this.self = self;
        this.sequences = sequences;
        this.outbox = outbox;
        this.rhythm = new Rhythm(random);
    }

    void begin(Instant now) {
        rhythm.begin(now, settings.reconnectInterval());
    }

    void stop() {
        rhythm.stop();
    }

    @Override
    public Instant due() {
        return members.count(MemberStatus.DEAD) == 0 ? NEVER : rhythm.due();
    }

    @Override
    public void run(Instant now) {
        rhythm.next(now, settings.reconnectInterval());
        for (Entry entry : members.pick(1, other -> other.member.status() == MemberStatus.DEAD)) {
            Member member = entry.member;
            Ping ping = new Ping(sequences.next(), member.name(), Optional.of(self.sender()));
            tries.put(ping.sequence(), member.peer());
            outbox.send(member.peer(), ping, new Suspect(member.incarnation(), member.name(), self.name()));
        }
    }

    /** An answer has come. Returns whether it was from one that had failed. */
    boolean acked(long sequence) {
        @Nullable Peer back = tries.remove(sequence);
        if (back != null) {
            outbox.add(new Directive.ExchangeStates(back, false));
        }
        return back != null;
    }
}

package io.caxton.swim;

import io.caxton.swim.SwimMessage.Ack;
import io.caxton.swim.SwimMessage.IndirectPing;
import io.caxton.swim.SwimMessage.Nack;
import io.caxton.swim.SwimMessage.Ping;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pings members for others who had no answer from them, and tells them what came of it. Whoever asked for that is also told
 * when there was no answer so far, early enough to know before it gives up that at least this node can be reached
 * (Lifeguard, section IV.A: nack).
 */
final class Relays implements Timed {
    /** So much of the time for a probe, in percent, is waited before a nack. */
    private static final int PATIENCE = 80;

    private final SwimSettings settings;
    private final Members members;
    private final Self self;
    private final Senders senders;
    private final Sequences sequences;
    private final Outbox outbox;
    private final Counters counters;
    /** In the order of their times, as all take equally long. */
    private final Map<Long, Relay> running = new LinkedHashMap<>();

    private record Relay(Peer asker, long sequence, boolean nack, Instant at) {}

    Relays(
            SwimSettings settings,
            Members members,
            Self self,
            Senders senders,
            Sequences sequences,
            Outbox outbox,
            Counters counters) {
        this.settings = settings;
        this.members = members;
        this.self = self;
        this.senders = senders;
        this.sequences = sequences;
        this.outbox = outbox;
        this.counters = counters;
    }

    /** Pings a known member; a stranger is not pinged for anybody. */
    void ask(Instant now, NodeAddress from, IndirectPing question) {
        Peer asker = senders.answerTo(from, question.sender());
        Optional<Member> target = members.find(question.node())
                .map(entry -> entry.member)
                .filter(member -> member.address().equals(question.target()));
        if (target.isEmpty() || running.size() >= settings.maxRelays()) {
            counters.add(Counter.RELAYS_REFUSED);
            nack(asker, question.sequence(), question.nack());
            return;
        }
        Duration patience = settings.probeTimeout().multipliedBy(PATIENCE).dividedBy(100);
        long sequence = sequences.next();
        running.put(sequence, new Relay(asker, question.sequence(), question.nack(), now.plus(patience)));
        outbox.send(target.get().peer(), new Ping(sequence, question.node(), Optional.of(self.sender())));
    }

    private void nack(Peer asker, long sequence, boolean wanted) {
        if (wanted) {
            outbox.send(asker, new Nack(sequence));
        }
    }

    /** An answer has come. Returns whether it was for another. */
    boolean acked(long sequence, ByteString payload) {
        @Nullable Relay relay = running.remove(sequence);
        if (relay != null) {
            outbox.send(relay.asker(), new Ack(relay.sequence(), payload));
        }
        return relay != null;
    }

    @Override
    public Instant due() {
        return running.isEmpty() ? NEVER : running.values().iterator().next().at();
    }

    @Override
    public void run(Instant now) {
        running.values().removeIf(relay -> {
            boolean over = !relay.at().isAfter(now);
            if (over) {
                nack(relay.asker(), relay.sequence(), relay.nack());
            }
            return over;
        });
    }
}

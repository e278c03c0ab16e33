package io.caxton.swim;

import io.caxton.swim.SwimMessage.Ack;
import io.caxton.swim.SwimMessage.Alive;
import io.caxton.swim.SwimMessage.Dead;
import io.caxton.swim.SwimMessage.IndirectPing;
import io.caxton.swim.SwimMessage.Nack;
import io.caxton.swim.SwimMessage.Ping;
import io.caxton.swim.SwimMessage.Suspect;
import io.caxton.swim.SwimMessage.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * One node's part in the membership protocol. What arrives and the time go in; what is to be done comes out as {@link Directive}s, in
 * order, and {@link #nextDeadline} says when to call {@link #tick} at the latest. The same calls with the same random
 * generator give the same directives. Not safe for use by several threads at once.
 *
 * <p>Time must not go back between calls.
 */
public final class Swim {
    private final SwimSettings settings;
    private final Counters counters = new Counters();
    private final LocalHealth health;
    private final Members members;
    private final Dissemination dissemination;
    private final Outbox outbox;
    private final Self self;
    private final Senders senders;
    private final Suspicions suspicions = new Suspicions();
    private final Membership membership;
    private final Probing probing;
    private final Relays relays;
    private final Gossip gossip;
    private final AntiEntropy antiEntropy;
    private final Reconnection reconnection;
    private final Forgetting forgetting;
    private final List<Timed> parts;
    /** When this node was last awake, */
    private Instant lastCall = Instant.MIN;
    /** and when it had to be awake again. */
    private Instant promised = Timed.NEVER;

    private boolean gone;

    /**
     * A node that knows only itself.
     *
     * @param me alive, as others are to see it; a node that was there before under this name had better begin with a later
     *     incarnation, but will learn of it
     * @param envelope how many bytes label and encryption take of each packet
     * @param sizes the exact number of bytes of a message on the wire
     */
    public Swim(
            SwimSettings settings, Member me, int envelope, ToIntFunction<SwimMessage> sizes, RandomGenerator random) {
        if (me.meta().size() > Member.MAX_META) {
            throw new IllegalArgumentException("meta must have at most " + Member.MAX_META + " bytes");
        }
        this.settings = settings;
        health = new LocalHealth(settings.maxHealthScore());
        members = new Members(me.name(), settings.maxMembers(), random);
        dissemination = new Dissemination(settings, members, sizes, counters);
        outbox = new Outbox(dissemination, new PacketRoom(settings.packetBytes(), envelope, sizes));
        self = new Self(members, me, health, dissemination, outbox, counters);
        senders = new Senders(members, counters);
        Sequences sequences = new Sequences(random);
        ProbeRing ring = new ProbeRing(members, random);
        membership = new Membership(settings, members, self, ring, suspicions, dissemination, outbox, counters);
        probing = new Probing(settings, members, self, ring, sequences, health, membership, outbox, counters, random);
        relays = new Relays(settings, members, self, senders, sequences, outbox, counters);
        gossip = new Gossip(settings, members, dissemination, outbox, random);
        antiEntropy = new AntiEntropy(settings, members, self, membership, outbox, random);
        reconnection = new Reconnection(settings, members, self, sequences, outbox, random);
        forgetting = new Forgetting(settings, members, outbox, random);
        parts = List.of(relays, probing, membership, gossip, antiEntropy, reconnection, forgetting);
    }

    /** Begins to probe and to gossip. To be called once. */
    public List<Directive> start(Instant now) {
        self.announce();
        probing.begin(now);
        gossip.begin(now);
        antiEntropy.begin(now);
        reconnection.begin(now);
        forgetting.begin(now);
        return directives(now);
    }

    /** Takes these for members it has known for long: they are neither told of nor spread. */
    public void recall(Instant now, List<NodeState> states) {
        states.forEach(state -> membership.recall(now, state));
    }

    /** Asks whoever is at these addresses to let it become a member. */
    public List<Directive> join(Instant now, List<NodeAddress> seeds) {
        wakeUp(now);
        seeds.forEach(seed -> outbox.add(new Directive.ExchangeStates(Peer.at(seed), true)));
        return directives(now);
    }

    /** A packet brought a message. */
    public List<Directive> receive(Instant now, NodeAddress from, SwimMessage message) {
        wakeUp(now);
        if (message instanceof Ping ping) {
            pinged(from, ping);
        } else if (message instanceof IndirectPing question) {
            relays.ask(now, from, question);
        } else if (message instanceof Ack ack) {
            acked(now, ack);
        } else if (message instanceof Nack nack) {
            probing.nacked(nack.sequence());
        } else if (message instanceof Suspect suspect) {
            membership.suspect(now, suspect);
        } else if (message instanceof Alive alive) {
            membership.alive(now, alive);
        } else if (message instanceof Dead dead) {
            membership.dead(now, dead);
        } else if (message instanceof User user) {
            outbox.tell(new MembershipEvent.UserMessage(user.body()));
        }
        return directives(now);
    }

    private void pinged(NodeAddress from, Ping ping) {
        if (isForMe(ping)) {
            outbox.send(senders.answerTo(from, ping.sender()), new Ack(ping.sequence(), ByteString.EMPTY));
        } else {
            counters.add(Counter.MISDIRECTED);
        }
    }

    /** Whether a ping, of a packet or a stream, is to be answered by this node. */
    public boolean isForMe(Ping ping) {
        return ping.node().isEmpty() || members.isSelf(ping.node());
    }

    private void acked(Instant now, Ack ack) {
        if (!probing.acked(now, ack.sequence()) && !reconnection.acked(ack.sequence())) {
            relays.acked(ack.sequence(), ack.payload());
        }
    }

    /** A {@link Directive.PingOverStream} was answered in time. */
    public List<Directive> streamPinged(Instant now, long sequence) {
        wakeUp(now);
        probing.streamAnswered(sequence);
        return directives(now);
    }

    /** All that this node knows, for an exchange. */
    public List<NodeState> states() {
        return antiEntropy.states();
    }

    /** Another has told all that it knows. */
    public List<Directive> merge(Instant now, List<NodeState> states) {
        wakeUp(now);
        antiEntropy.merge(now, states);
        return directives(now);
    }

    /** Says something else about this node from now on. */
    public List<Directive> describe(Instant now, ByteString meta) {
        if (meta.size() > Member.MAX_META) {
            throw new IllegalArgumentException("meta must have at most " + Member.MAX_META + " bytes");
        }
        wakeUp(now);
        self.describe(meta);
        return directives(now);
    }

    /**
     * Spreads a message to all members, with high probability.
     *
     * @param subject an older message with the same that is still being spread is dropped
     * @throws IllegalArgumentException if it does not fit into a packet
     */
    public List<Directive> broadcast(Instant now, Optional<String> subject, ByteString body) {
        wakeUp(now);
        dissemination.spreadUsers(subject, new User(body));
        return directives(now);
    }

    /** Sends a message to one member over a stream; nothing happens if it is unknown or gone. */
    public List<Directive> send(Instant now, String member, ByteString body) {
        wakeUp(now);
        members.find(member)
                .filter(Entry::isPresent)
                .ifPresent(entry -> outbox.add(new Directive.SendOverStream(entry.member.peer(), body)));
        return directives(now);
    }

    /**
     * Sends a message in a packet to the member at an address; nothing is sent to a stranger's.
     *
     * @throws IllegalArgumentException if it does not fit into a packet
     */
    public List<Directive> answer(Instant now, NodeAddress to, ByteString body) {
        wakeUp(now);
        User message = new User(body);
        dissemination.requireFits(message);
        senders.memberAt(to).ifPresent(member -> outbox.send(member, message));
        return directives(now);
    }

    /** Forgets a member that failed or left; nothing happens if it is there, or unknown. Others remember it until they do the same. */
    public List<Directive> forget(Instant now, String member) {
        wakeUp(now);
        forgetting.forget(member);
        return directives(now);
    }

    /** Says goodbye; {@link MembershipEvent.Gone} tells when that was said often enough. It goes on answering until then. */
    public List<Directive> leave(Instant now) {
        wakeUp(now);
        if (!self.hasLeft()) {
            self.leave(now);
            probing.stop();
            antiEntropy.stop();
            reconnection.stop();
        }
        return directives(now);
    }

    /** Does what is due. */
    public List<Directive> tick(Instant now) {
        wakeUp(now);
        for (Timed part : parts) {
            if (!part.due().isAfter(now)) {
                part.run(now);
            }
        }
        return directives(now);
    }

    /**
     * A node that was not running for a while, or not in time, does not blame others for what it has missed. That too is to look at
     * its own health, which {@link SwimSettings#maxHealthScore} can take away.
     */
    private void wakeUp(Instant now) {
        Instant expected = promised.isAfter(lastCall) ? promised : lastCall;
        if (settings.maxHealthScore() > 0
                && !promised.equals(Timed.NEVER)
                && expected.plus(settings.probeInterval()).isBefore(now)) {
            health.worse(1);
            probing.forget();
            suspicions.postpone(Duration.between(expected, now));
        }
    }

    /** When {@link #tick} is to be called at the latest; empty if there is nothing to do. */
    public Optional<Instant> nextDeadline() {
        return Optional.of(promised).filter(due -> !due.equals(Timed.NEVER));
    }

    private List<Directive> directives(Instant now) {
        if (self.takeContested()) {
            antiEntropy.hurry(now);
        }
        if (self.hasLeft() && !gone && (!dissemination.isSpreading(self.name()) || members.present() == 0)) {
            gone = true;
            outbox.tell(new MembershipEvent.Gone());
        }
        lastCall = now;
        promised = parts.stream().map(Timed::due).min(Comparator.naturalOrder()).orElse(Timed.NEVER);
        return outbox.takeAll();
    }

    /** This node as others are to see it. */
    public Member self() {
        return self.member();
    }

    /** Everybody that is known, this node included, in no order. */
    public List<Member> members() {
        List<Member> all = new ArrayList<>(members.size());
        members.each(entry -> all.add(entry.member));
        return all;
    }

    public Optional<Member> member(String name) {
        return members.find(name).map(entry -> entry.member);
    }

    /** How many members are alive or suspect, this node included. */
    public int size() {
        return members.present();
    }

    /** From 0, well, to the worst of the settings. */
    public int healthScore() {
        return health.score();
    }

    /** How many broadcasts wait to be sent often enough. */
    public int broadcastsWaiting() {
        return dissemination.size();
    }

    public Map<Counter, Long> counters() {
        return counters.all();
    }

    public long count(Counter counter) {
        return counters.get(counter);
    }
}

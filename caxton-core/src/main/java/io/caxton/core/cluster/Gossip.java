package io.caxton.core.cluster;

import io.caxton.core.cluster.Applied.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Whom a node tells of changes, whom it asks for what it lacks, and when. A change here is told at once, to all others while they
 * are few, else to some, who pass it on (infect and die); what that misses is found by comparing digests with one of them now and
 * then. One exchange with each at a time: what changes meanwhile goes along with the next.
 *
 * <p>Decides only: what is to be said to whom is returned as {@link Call}s, and the answer to each, or that there is none, is to be
 * brought back. To be used on one thread, but for {@link #answer}.
 */
public final class Gossip {
    /** So many others are all told of each change. */
    public static final int FEW = 32;

    /** An exchange goes on for so many rounds: a hundred nodes with all the agents they may have take fewer. */
    private static final int MOST_ROUNDS = 10_000;

    private final ClusterRegistry registry;
    private final RandomGenerator random;
    private final Listener listener;
    private final Map<String, Peer> peers = new TreeMap<>();
    private boolean caughtUp;

    /** What whoever keeps count, and whoever obeys the registry, is told. */
    public interface Listener {
        /** A delta of another node came to something. */
        void applied(Applied applied);

        /** The registry has something to say that came of no delta. */
        void told(List<ClusterEvent> events);

        /** This node knows all that another does. */
        void caughtUp();
    }

    /** To be said to another node. */
    public static final class Call {
        private final Peer peer;
        private final Exchange said;
        private final int round;

        private Call(Peer peer, Exchange said, int round) {
            this.peer = peer;
            this.said = said;
            this.round = round;
        }

        /** Whom to call. */
        public String nodeId() {
            return peer.nodeId();
        }

        /** What to say. */
        public Exchange said() {
            return said;
        }
    }

    /**
     * What to answer another node.
     *
     * @param toPassOn what was told here and is news, for {@link #passOn}
     */
    public record Answer(Exchange said, List<Delta> toPassOn) {}

    public Gossip(ClusterRegistry registry, RandomGenerator random, Listener listener) {
        this.registry = registry;
        this.random = random;
        this.listener = listener;
    }

    /** How many others are alive. */
    public int size() {
        return peers.size();
    }

    /**
     * How long to wait before the next comparison. A digest grows with the cluster: it is sent less often, so that what that costs
     * hardly does.
     *
     * @param interval how often digests are compared with some other node, in a cluster of few
     */
    public Duration pause(Duration interval) {
        long millis = interval.toMillis() * (1L + peers.size() / FEW);
        return Duration.ofMillis(millis - millis / 4 + random.nextLong(Math.max(1, millis / 2)));
    }

    /** It is time to compare with some other node. */
    public List<Call> compare() {
        return ask(some(1));
    }

    /** Another node is alive. Of many that appear at once, as for a node that joins, a few know what all do. */
    public List<Call> appeared(String nodeId) {
        peers.computeIfAbsent(nodeId, id -> new Peer(id, registry.ownCounter()));
        return peers.size() <= FEW || !caughtUp
                ? ask(peers.values().stream().filter(Peer::isNew).limit(FEW).toList())
                : List.of();
    }

    /** Another node is not alive any more. */
    public void gone(String nodeId) {
        peers.remove(nodeId);
        caughtUp &= !peers.isEmpty();
    }

    /** Agents of this node have changed. */
    public List<Call> ownChanged() {
        return tell(some(reach()));
    }

    /** Counters of this node have started again. */
    public List<Call> epochBegan() {
        peers.values().forEach(Peer::isToldNothing);
        return tell(some(reach()));
    }

    /** To how many something new is told: a few more than an epidemic needs to reach all of them but few. */
    private int reach() {
        int size = peers.size();
        return size <= FEW ? size : 34 - Integer.numberOfLeadingZeros(size);
    }

    private List<Peer> some(int most) {
        List<Peer> all = new ArrayList<>(peers.values());
        List<Peer> some = new ArrayList<>();
        while (some.size() < most && !all.isEmpty()) {
            Collections.swap(all, random.nextInt(all.size()), all.size() - 1);
            some.add(all.remove(all.size() - 1));
        }
        return some;
    }

    /** Answers another node; on any thread. */
    public Answer answer(Instant now, Exchange asked) {
        Taken taken = take(now, asked);
        Optional<Digest> theirs = asked.digest();
        boolean behind = theirs.filter(registry::isBehind).isPresent();
        Exchange said = new Exchange(
                behind || taken.hole() ? Optional.of(registry.digest()) : Optional.empty(),
                theirs.map(registry::answer).orElse(List.of()));
        return new Answer(said, theirs.isEmpty() ? taken.news() : List.of());
    }

    /** What was told to this node by one, to others; where all are told by whom it concerns, to nobody. */
    public List<Call> passOn(String fromNode, List<Delta> news) {
        if (news.isEmpty() || peers.size() <= FEW) {
            return List.of();
        }
        return some(reach()).stream()
                .filter(peer -> !peer.isBusy() && !peer.nodeId().equals(fromNode))
                .map(peer -> begin(peer, Exchange.telling(news)))
                .toList();
    }

    /**
     * What became of what was said.
     *
     * @param hole whether something before it is missing here
     */
    private record Taken(List<Delta> news, boolean hole) {}

    private Taken take(Instant now, Exchange said) {
        List<Delta> news = new ArrayList<>();
        boolean hole = false;
        for (Delta delta : said.deltas()) {
            Applied applied = registry.apply(now, delta);
            listener.applied(applied);
            hole |= applied.outcome() == Outcome.HOLE;
            if (applied.outcome() == Outcome.TAKEN) {
                news.add(delta);
            }
        }
        said.digest().ifPresent(digest -> listener.told(registry.heard(digest)));
        return new Taken(news, hole);
    }

    private List<Call> ask(Collection<Peer> some) {
        return some.stream()
                .filter(peer -> !peer.isBusy())
                .map(peer -> begin(peer, Exchange.asking(registry.digest())))
                .toList();
    }

    private List<Call> tell(Collection<Peer> some) {
        return some.stream()
                .filter(peer -> !peer.isBusy())
                .flatMap(peer -> registry.ownChanges(peer.told()).stream()
                        .map(delta -> begin(peer, Exchange.telling(List.of(delta)))))
                .toList();
    }

    private static Call begin(Peer peer, Exchange said) {
        peer.begin();
        return new Call(peer, said, 1);
    }

    /** There was an answer: what to say next. */
    public List<Call> answered(Instant now, Call call, Exchange heard) {
        if (isOver(call)) {
            return failed(call);
        }
        // What it could not take it asks for in its answer.
        call.said().deltas().stream().filter(registry::isOwn).forEach(delta -> call.peer.isTold(delta.upTo()));
        Exchange next = goOn(now, call.said(), heard);
        if (!next.isNothing() && call.round < MOST_ROUNDS) {
            return List.of(new Call(call.peer, next, call.round + 1));
        }
        call.peer.end();
        return tell(List.of(call.peer));
    }

    /** Whether nobody waits for the answer any more: that node is gone, or came anew. */
    public boolean isOver(Call call) {
        return peers.get(call.nodeId()) != call.peer;
    }

    /** There was no answer, or none that can be read. */
    public List<Call> failed(Call call) {
        call.peer.end();
        return List.of();
    }

    /** Tells what the other has asked for, and asks on for as long as there is news. */
    private Exchange goOn(Instant now, Exchange said, Exchange heard) {
        boolean news = !take(now, heard).news().isEmpty();
        boolean asked = said.digest().isPresent();
        if (asked && !news) {
            caughtUp = true;
            listener.caughtUp();
        }
        List<Delta> missing = heard.digest().map(registry::answer).orElse(List.of());
        return new Exchange(asked && news ? Optional.of(registry.digest()) : Optional.empty(), missing);
    }
}

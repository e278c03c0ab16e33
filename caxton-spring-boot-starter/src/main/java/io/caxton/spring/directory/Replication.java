package io.caxton.spring.directory;

import io.caxton.core.cluster.Applied;
import io.caxton.core.cluster.Applied.Outcome;
import io.caxton.core.cluster.ClusterCodec;
import io.caxton.core.cluster.ClusterRegistry;
import io.caxton.core.cluster.Delta;
import io.caxton.core.cluster.Digest;
import io.caxton.core.cluster.Exchange;
import io.caxton.core.cluster.MalformedClusterMessageException;
import io.caxton.spring.cluster.FirstKnowledge;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the directory of this node and those of others the same. A change here is told at once, to all others while they are
 * few, else to some, who pass it on (infect and die); what that misses is found by comparing digests with one of them
 * now and then. One exchange with each at a time: what changes meanwhile goes along with the next. All of it on one thread of
 * its own.
 */
final class Replication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);

    /** So many others are all told of each change. */
    static final int FEW = 32;

    /** An exchange goes on for so many rounds: a hundred nodes with all the agents they may have take fewer. */
    private static final int MOST_ROUNDS = 10_000;

    private final AgentDirectory directory;
    private final PeerCalls calls;
    private final NodeClock clock;
    private final RandomGenerator random;
    private final Duration interval;
    private final ReplicationFigures figures;
    private final FirstKnowledge first;
    private final Map<String, Peer> peers = new TreeMap<>();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "caxton-directory");
        daemon.setDaemon(true);
        return daemon;
    });

    /** @param interval how often digests are compared with some other node, in a cluster of few */
    Replication(
            AgentDirectory directory,
            PeerCalls calls,
            NodeClock clock,
            RandomGenerator random,
            Duration interval,
            ReplicationFigures figures,
            FirstKnowledge first) {
        this.directory = directory;
        this.calls = calls;
        this.clock = clock;
        this.random = random;
        this.interval = interval;
        this.figures = figures;
        this.first = first;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start() {
        execute(this::waitForNext);
    }

    private void waitForNext() {
        long millis = interval.toMillis() * rounds(peers.size());
        long wait = millis - millis / 4 + random.nextLong(Math.max(1, millis / 2));
        try {
            var unused = thread.schedule(this::compare, wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("No more digests are compared");
        }
    }

    /** A digest grows with the cluster: it is sent less often, so that what that costs hardly does. */
    private static long rounds(int peers) {
        return 1L + peers / FEW;
    }

    private void compare() {
        try {
            directory.tell(registry().tick(clock.now()));
            figures.peers(peers.size(), clock.now());
            some(1).forEach(this::ask);
        } finally {
            waitForNext();
        }
    }

    /** Another node is alive. */
    void appeared(String nodeId) {
        execute(() -> {
            peers.computeIfAbsent(nodeId, id -> new Peer(id, registry().ownCounter()));
            figures.peers(peers.size(), clock.now());
            // Of many that appear at once, as for a node that joins, a few know what all do.
            if (peers.size() <= FEW || !figures.hasCaughtUp()) {
                peers.values().stream().filter(Peer::isNew).limit(FEW).toList().forEach(this::ask);
            }
        });
    }

    /** Another node is not alive any more. */
    void gone(String nodeId) {
        execute(() -> {
            peers.remove(nodeId);
            figures.peers(peers.size(), clock.now());
        });
    }

    /** Agents of this node have changed. */
    void ownChanged() {
        if (telling.compareAndSet(false, true)) {
            execute(() -> {
                telling.set(false);
                some(reach()).forEach(this::tell);
            });
        }
    }

    /** Counters of this node have started again. */
    void epochBegan() {
        execute(() -> {
            peers.values().forEach(Peer::isToldNothing);
            some(reach()).forEach(this::tell);
        });
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

    /** Answers another node; on its thread. */
    Exchange answer(String fromNode, Exchange asked) {
        Taken taken = take(asked);
        Optional<Digest> theirs = asked.digest();
        boolean behind = theirs.filter(registry()::isBehind).isPresent();
        if (theirs.isEmpty() && !taken.news().isEmpty()) {
            passOn(fromNode, taken.news());
        }
        return new Exchange(
                behind || taken.hole() ? Optional.of(registry().digest()) : Optional.empty(),
                theirs.map(registry()::answer).orElse(List.of()));
    }

    /** What was told to this node by one, to others; where all are told by whom it concerns, to nobody. */
    private void passOn(String fromNode, List<Delta> news) {
        execute(() -> {
            if (peers.size() > FEW) {
                some(reach()).stream()
                        .filter(peer -> !peer.isBusy() && !peer.nodeId().equals(fromNode))
                        .forEach(peer -> talk(peer, Exchange.telling(news)));
            }
        });
    }

    /**
     * What became of what was said.
     *
     * @param hole whether something before it is missing here
     */
    private record Taken(List<Delta> news, boolean hole) {}

    private Taken take(Exchange said) {
        List<Delta> news = new ArrayList<>();
        boolean hole = false;
        for (Delta delta : said.deltas()) {
            Applied applied = registry().apply(clock.now(), delta);
            figures.count(applied);
            directory.tell(applied.events());
            hole |= applied.outcome() == Outcome.HOLE;
            if (applied.outcome() == Outcome.TAKEN) {
                news.add(delta);
            }
        }
        said.digest().ifPresent(digest -> directory.tell(registry().heard(digest)));
        return new Taken(news, hole);
    }

    private void ask(Peer peer) {
        if (!peer.isBusy()) {
            talk(peer, Exchange.asking(registry().digest()));
        }
    }

    private void tell(Peer peer) {
        if (!peer.isBusy()) {
            registry().ownChanges(peer.told()).ifPresent(delta -> talk(peer, Exchange.telling(List.of(delta))));
        }
    }

    private void talk(Peer peer, Exchange first) {
        peer.begin();
        say(peer, first, 1);
    }

    private void say(Peer peer, Exchange said, int round) {
        byte[] body = ClusterCodec.encode(said);
        var unused = calls.call(peer.nodeId(), PeerOperation.REGISTRY, body)
                .whenComplete((answer, failure) -> execute(() -> {
                    if (failure != null || peers.get(peer.nodeId()) != peer) {
                        figures.failed();
                        LOG.debug("An exchange about agents with node {} failed", peer.nodeId(), failure);
                        peer.end();
                    } else {
                        heard(peer, said, answer, round);
                    }
                }));
    }

    private void heard(Peer peer, Exchange said, byte[] answer, int round) {
        Optional<Exchange> next = Optional.empty();
        try {
            Exchange heard = ClusterCodec.decode(answer);
            // What it could not take it asks for in its answer.
            said.deltas().stream()
                    .filter(delta -> delta.origin().equals(directory.nodeId()))
                    .forEach(delta -> peer.isTold(delta.upTo()));
            next = Optional.of(goOn(peer, said, heard)).filter(exchange -> !exchange.isNothing());
        } catch (MalformedClusterMessageException e) {
            figures.malformed(peer.nodeId(), e.getMessage());
        }
        if (next.isPresent() && round < MOST_ROUNDS) {
            say(peer, next.get(), round + 1);
            return;
        }
        peer.end();
        tell(peer);
    }

    /** Tells what the other has asked for, and asks on for as long as there is news. */
    private Exchange goOn(Peer peer, Exchange said, Exchange heard) {
        boolean news = !take(heard).news().isEmpty();
        boolean asked = said.digest().isPresent();
        if (asked && !news) {
            figures.caughtUp(clock.now());
            first.knowsAsMuchAs(peer.nodeId());
        }
        List<Delta> missing = heard.digest().map(registry()::answer).orElse(List.of());
        return new Exchange(asked && news ? Optional.of(registry().digest()) : Optional.empty(), missing);
    }

    private ClusterRegistry registry() {
        return directory.registry();
    }

    /** Does something on the thread of this, in order with the rest. */
    void execute(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.warn("Keeping the directory of agents failed in one step", e);
                }
            });
        } catch (RejectedExecutionException closed) {
            LOG.debug("The directory of agents is not replicated any more");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

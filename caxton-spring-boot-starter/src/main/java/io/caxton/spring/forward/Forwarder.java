package io.caxton.spring.forward;

import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.autoconfigure.CaxtonPhases;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.MemberListener;
import io.caxton.spring.directory.AgentDirectory;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerWitness;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/** Sends what waits for other nodes, to each of them for itself, for as long as this node is one of a cluster. */
final class Forwarder implements SmartLifecycle, MemberListener, EngineListener, PeerWitness {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private static final int THREADS = 2;

    private final LocalState state;
    private final DeliveryEngine engine;
    private final AgentDirectory directory;
    private final Feeds feeds;
    private final ObjectProvider<PeerCalls> calls;
    private final NodeClock clock;
    private final RandomGenerator random;
    private final Duration forgetAfter;
    private final Routes routes;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** The work of each line is bounded, and so is what waits here: some steps for each batch on its way. */
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread daemon = new Thread(task, "caxton-forward");
                daemon.setDaemon(true);
                return daemon;
            });

    private volatile @Nullable PeerCalls peers;

    Forwarder(
            LocalState state,
            DeliveryEngine engine,
            AgentDirectory directory,
            Feeds feeds,
            ObjectProvider<PeerCalls> calls,
            NodeClock clock,
            RandomGenerator random,
            Duration forgetAfter) {
        this.state = state;
        this.engine = engine;
        this.directory = directory;
        this.feeds = feeds;
        this.calls = calls;
        this.clock = clock;
        this.random = random;
        this.forgetAfter = forgetAfter;
        this.routes = new Routes(state, engine, clock);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void start() {
        peers = calls.getIfAvailable();
        directory.whenRoutesChange(routes::changed);
        feeds.tell(this::handOver);
        clock.after(forgetAfter, this::forgetStrangers);
    }

    /** Nobody tells this node of those that were forgotten while it was down: who was not heard of for as long is gone too. */
    private void forgetStrangers() {
        if (!isRunning()) {
            return;
        }
        var unused = state.write(tx -> engine.forwarding().strangers(tx, lines::containsKey))
                .whenComplete((strangers, failure) -> {
                    if (failure == null) {
                        // Meanwhile one may have come.
                        strangers.stream()
                                .filter(nodeId -> !lines.containsKey(nodeId))
                                .forEach(routes::forgotten);
                    }
                    clock.after(forgetAfter, this::forgetStrangers);
                });
    }

    @Override
    public void stop() {
        peers = null;
        routes.close();
        lines.values().forEach(Line::close);
        executor.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return peers != null;
    }

    /** Messages cross nodes once agents of others are known. */
    @Override
    public int getPhase() {
        return CaxtonPhases.DIRECTORY + 1;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public void changed(ClusterMember member) {
        PeerCalls current = peers;
        if (current == null || !member.isPeer()) {
            return;
        }
        Line line = lines.computeIfAbsent(member.nodeId(), id -> line(id, current));
        switch (member.status()) {
            case ALIVE -> line.open();
            case SUSPECT -> LOG.debug("Node {} does not answer, and is sent to as long as it may be there", member);
            case DEAD, LEFT -> line.close();
        }
    }

    @Override
    public void heardFrom(String nodeId) {
        Line line = lines.get(nodeId);
        if (line != null) {
            line.sign();
        }
    }

    /** What waits is looked at anew. */
    void routesChanged() {
        routes.changed();
    }

    /** Whether something can be sent to a node now. */
    boolean reaches(String nodeId) {
        Line line = lines.get(nodeId);
        return line != null && line.isOpen();
    }

    private Line line(String nodeId, PeerCalls current) {
        return Line.to(nodeId, state, engine, new Line.Means(current, clock, random, executor));
    }

    @Override
    public void forgotten(String nodeId) {
        Line line = lines.remove(nodeId);
        if (line != null) {
            line.close();
        }
        routes.forgotten(nodeId);
    }

    @Override
    public void alone() {
        lines.values().forEach(Line::close);
    }

    private void handOver(Transaction tx, String nodeId) {
        Line line = lines.get(nodeId);
        if (line != null) {
            line.handOver(tx);
        }
    }

    @Override
    public void waitsFor(String nodeId, Priority priority) {
        Line line = lines.get(nodeId);
        if (line != null) {
            line.wake(priority);
        }
    }

    @Override
    public void reportsWaiting(String nodeId) {
        Line line = lines.get(nodeId);
        if (line != null) {
            line.wakeOutcomes();
        }
    }
}

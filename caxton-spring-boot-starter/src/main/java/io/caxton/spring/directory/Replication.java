package io.caxton.spring.directory;

import io.caxton.core.cluster.Applied;
import io.caxton.core.cluster.ClusterCodec;
import io.caxton.core.cluster.ClusterEvent;
import io.caxton.core.cluster.ClusterRegistry;
import io.caxton.core.cluster.Exchange;
import io.caxton.core.cluster.Gossip;
import io.caxton.core.cluster.Gossip.Call;
import io.caxton.core.cluster.MalformedClusterMessageException;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerOperation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the directory of this node and those of others the same: calls whom {@link Gossip} says, when it says so. All of it on one
 * thread of its own.
 */
final class Replication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);

    private final AgentDirectory directory;
    private final PeerCalls calls;
    private final NodeClock clock;
    private final Duration interval;
    private final ReplicationFigures figures;
    private final Gossip gossip;
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
            ReplicationFigures figures) {
        this.directory = directory;
        this.calls = calls;
        this.clock = clock;
        this.interval = interval;
        this.figures = figures;
        this.gossip = new Gossip(directory.registry(), random, new Heard());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Counts what others say, and tells of it. */
    private final class Heard implements Gossip.Listener {
        @Override
        public void applied(Applied applied) {
            figures.count(applied);
            directory.tell(applied.events());
        }

        @Override
        public void told(List<ClusterEvent> events) {
            directory.tell(events);
        }

        @Override
        public void caughtUp() {
            figures.caughtUp(clock.now());
        }
    }

    void start() {
        execute(this::waitForNext);
    }

    private void waitForNext() {
        try {
            var unused = thread.schedule(this::compare, gossip.pause(interval).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("No more digests are compared");
        }
    }

    private void compare() {
        try {
            ClusterRegistry registry = directory.registry();
            directory.tell(registry.tick(clock.now()));
            countPeers();
            gossip.compare().forEach(this::call);
        } finally {
            waitForNext();
        }
    }

    private void countPeers() {
        figures.peers(gossip.size(), clock.now());
    }

    /** Another node is alive. */
    void appeared(String nodeId) {
        execute(() -> {
            List<Call> first = gossip.appeared(nodeId);
            countPeers();
            first.forEach(this::call);
        });
    }

    /** Another node is not alive any more. */
    void gone(String nodeId) {
        execute(() -> {
            gossip.gone(nodeId);
            countPeers();
        });
    }

    /** Agents of this node have changed. */
    void ownChanged() {
        if (telling.compareAndSet(false, true)) {
            execute(() -> {
                telling.set(false);
                gossip.ownChanged().forEach(this::call);
            });
        }
    }

    /** Counters of this node have started again. */
    void epochBegan() {
        execute(() -> gossip.epochBegan().forEach(this::call));
    }

    /** Answers another node; on its thread. */
    Exchange answer(String fromNode, Exchange asked) {
        Gossip.Answer answer = gossip.answer(clock.now(), asked);
        if (!answer.toPassOn().isEmpty()) {
            execute(() -> gossip.passOn(fromNode, answer.toPassOn()).forEach(this::call));
        }
        return answer.said();
    }

    private void call(Call call) {
        var unused = calls.call(call.nodeId(), PeerOperation.REGISTRY, ClusterCodec.encode(call.said()))
                .whenComplete((answer, failure) -> execute(() -> heard(call, answer, failure)));
    }

    private void heard(Call call, byte[] answer, @Nullable Throwable failure) {
        if (failure != null || gossip.isOver(call)) {
            figures.failed();
            LOG.debug("An exchange about agents with node {} failed", call.nodeId(), failure);
            gossip.failed(call).forEach(this::call);
            return;
        }
        Exchange heard;
        try {
            heard = ClusterCodec.decode(answer);
        } catch (MalformedClusterMessageException e) {
            figures.malformed(call.nodeId(), e.getMessage());
            gossip.failed(call).forEach(this::call);
            return;
        }
        gossip.answered(clock.now(), call, heard).forEach(this::call);
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

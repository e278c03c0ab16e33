package io.caxton.spring.gateway;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes that are pushed: for each instance at most one {@link Feed}, the newest. An open feed is a sign of life
 * that renews the lease of its instance.
 */
public final class Feeds implements EngineListener, AutoCloseable {
    private static final int RENEWALS_A_LEASE = 3;
    private static final Duration SHORTEST_RENEWAL = Duration.ofMillis(100);

    private final LocalState state;
    private final DeliveryEngine engine;
    private final AgentGateway agents;
    private final NodeClock clock;
    private final WriteBehind behind;
    private final MessageTracing tracing;
    private final ConcurrentHashMap<String, Feed> byAgent = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile Elsewhere elsewhere = (tx, nodeId) -> {};

    /** While the outcome of a work that has handed over by itself is told. */
    private volatile @Nullable Hushed hushed;

    /** Sends to other nodes. */
    @FunctionalInterface
    public interface Elsewhere {
        /** In a work: takes what it sends at once when that is durable, if it has nothing on its way to the node. */
        void handOver(Transaction tx, String nodeId);
    }

    /** Whom to look at when all is told; what other threads want meanwhile is done at once. */
    private record Hushed(Thread telling, Set<String> agents) {
        boolean isMine() {
            return telling == Thread.currentThread();
        }
    }

    public Feeds(LocalState state, DeliveryEngine engine, AgentGateway agents, NodeClock clock, WriteBehind behind) {
        this(state, engine, agents, clock, behind, MessageTracing.NONE);
    }

    public Feeds(
            LocalState state,
            DeliveryEngine engine,
            AgentGateway agents,
            NodeClock clock,
            WriteBehind behind,
            MessageTracing tracing) {
        this.behind = behind;
        this.tracing = tracing;
        this.state = state;
        this.engine = engine;
        this.agents = agents;
        this.clock = clock;
    }

    /**
     * Opens a feed without credit; one that was open for the instance ends as replaced.
     *
     * @throws NoSuchAgentException if the instance is unknown
     * @throws LocalStateException {@code CLOSED} if the node stops
     */
    public Feed open(String agentId, FeedSink sink) {
        Feed feed = new Feed(agentId, sink, this, state, engine, clock);
        AgentInstance agent = agents.registry().find(agentId).orElseThrow(() -> new NoSuchAgentException(agentId));
        Feed before = byAgent.put(agentId, feed);
        if (before != null) {
            before.end(FeedSink.End.REPLACED);
        }
        if (closed) {
            feed.close();
            throw new LocalStateException(LocalStateException.Reason.CLOSED, "the node is stopping");
        }
        try {
            feed.begin();
            renew(feed, agent.lease());
            return feed;
        } catch (RuntimeException failed) {
            feed.close();
            throw failed;
        }
    }

    /** How many are open. */
    public int size() {
        return byAgent.size();
    }

    Optional<Feed> find(String agentId) {
        return Optional.ofNullable(byAgent.get(agentId));
    }

    int maxInFlight(String agentId) {
        return agents.registry().find(agentId).map(AgentInstance::maxInFlight).orElse(0);
    }

    Leased traced(Leased leased) {
        return tracing.delivered(leased);
    }

    /** Before a work about one message that may not be recorded yet. */
    void flush() {
        behind.flush();
    }

    void forget(Feed feed) {
        byAgent.remove(feed.agentId(), feed);
    }

    private void renew(Feed feed, Duration lease) {
        if (!feed.isOpen()) {
            return;
        }
        var unused = agents.signOfLife(feed.agentId()).whenComplete((alive, failure) -> {
            if (agents.registry().find(feed.agentId()).isEmpty()) {
                feed.end(FeedSink.End.DEREGISTERED);
            }
        });
        Duration pause = lease.dividedBy(RENEWALS_A_LEASE);
        feed.alarms().after(pause.compareTo(SHORTEST_RENEWAL) < 0 ? SHORTEST_RENEWAL : pause, () -> renew(feed, lease));
    }

    /** From now on what is accepted for other nodes is handed to this one. */
    public void tell(Elsewhere sender) {
        elsewhere = sender;
    }

    /** In a work, before it does anything: {@link #handOver} will have looked into the mailboxes it fills. */
    public void hush(Transaction tx) {
        tx.afterCommit(() -> hushed = new Hushed(Thread.currentThread(), new LinkedHashSet<>()));
    }

    /** In the same work, at its end: leases to their feeds what was accepted, within the same transaction. */
    void handOver(Transaction tx, List<AcceptResult> results, Optional<String> settledBy) {
        Set<String> receivers = new LinkedHashSet<>();
        settledBy.ifPresent(receivers::add);
        for (AcceptResult result : results) {
            if (result instanceof Accepted accepted && !accepted.repeated()) {
                accepted.deliveries().stream()
                        .filter(d -> d.head() && d.state() == DeliveryState.QUEUED)
                        .forEach(d -> d.agentId().ifPresent(receivers::add));
            }
        }
        handOver(tx, receivers);
    }

    /** The same for instances and outboxes that something was put into. */
    public void handOver(Transaction tx, Set<String> receivers) {
        Set<String> drained = new LinkedHashSet<>();
        for (String agentId : receivers) {
            Outbox.nodeOf(agentId).ifPresent(node -> elsewhere.handOver(tx, node));
            Feed feed = byAgent.get(agentId);
            if (feed != null && feed.hasRoom() && feed.handOver(tx).isEmpty()) {
                drained.add(agentId);
            }
        }
        tx.afterCommit(() -> speak(drained));
    }

    private void speak(Set<String> drained) {
        @Nullable Hushed mine = hushed;
        Set<String> told = mine == null ? Set.of() : mine.agents();
        hushed = null;
        told.stream().filter(agentId -> !drained.contains(agentId)).forEach(this::available);
    }

    @Override
    public void available(String agentId) {
        @Nullable Hushed telling = hushed;
        if (telling != null && telling.isMine()) {
            telling.agents().add(agentId);
            return;
        }
        Feed feed = byAgent.get(agentId);
        if (feed != null) {
            feed.look();
        }
    }

    @Override
    public void finished(Delivery delivery) {
        tell(delivery);
    }

    @Override
    public void returned(Delivery delivery) {
        tell(delivery);
    }

    @Override
    public void removed(String agentId) {
        Feed feed = byAgent.get(agentId);
        if (feed != null) {
            feed.end(FeedSink.End.DEREGISTERED);
        }
    }

    private void tell(Delivery delivery) {
        Feed feed = delivery.agentId().map(byAgent::get).orElse(null);
        if (feed != null) {
            feed.released(delivery);
        }
    }

    /** Ends all feeds, so that the node can stop; none can be opened from now on. */
    @Override
    public void close() {
        closed = true;
        byAgent.values().forEach(feed -> feed.end(FeedSink.End.STOPPING));
    }
}

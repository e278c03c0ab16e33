package io.caxton.spring.forward;

import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Lease;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What is sent to one node: messages of each priority for themselves, so that none holds up another, and outcomes. */
final class Line {
    /** Batches of one priority on their way at once: one goes with the first message, one gathers what comes meanwhile. */
    static final int BATCHES = 2;

    /** What all lines use. */
    record Means(PeerCalls calls, NodeClock clock, RandomGenerator random, Executor executor) {
        <B> Pump<B> pump(String nodeId, Traffic<B> traffic, int most) {
            return new Pump<>(nodeId, traffic, calls, clock, random, executor, most);
        }
    }

    private final Map<Priority, Pump<List<Lease>>> messages;
    private final Pump<OutcomeTraffic.Told> outcomes;

    private Line(Map<Priority, Pump<List<Lease>>> messages, Pump<OutcomeTraffic.Told> outcomes) {
        this.messages = messages;
        this.outcomes = outcomes;
    }

    /** A line that is closed for now. */
    static Line to(String nodeId, LocalState state, DeliveryEngine engine, Means means) {
        Map<Priority, Pump<List<Lease>>> messages = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            ForwardTraffic traffic = new ForwardTraffic(priority, state, engine, means.clock());
            messages.put(priority, means.pump(nodeId, traffic, BATCHES));
        }
        return new Line(messages, means.pump(nodeId, new OutcomeTraffic(state, engine), 1));
    }

    /** The node is there: what waits for it goes at once. */
    void open() {
        messages.values().forEach(Pump::open);
        outcomes.open();
    }

    /** The node has shown that it is up: pauses end. */
    void sign() {
        messages.values().forEach(Pump::sign);
        outcomes.sign();
    }

    /** The node is not there: nothing is sent until it is. */
    void close() {
        messages.values().forEach(Pump::close);
        outcomes.close();
    }

    boolean isOpen() {
        return outcomes.isOpen();
    }

    /** Whether no message is on its way or being taken. */
    boolean isIdle() {
        return messages.values().stream().allMatch(Pump::isIdle);
    }

    /** In a work that has put something there: what nothing holds up goes as soon as it is durable, without another commit. */
    void handOver(Transaction tx) {
        messages.values().forEach(pump -> pump.handOver(tx));
    }

    /** There may be messages to send. */
    void wake(Priority priority) {
        Objects.requireNonNull(messages.get(priority)).wake();
    }

    /** There may be outcomes to tell. */
    void wakeOutcomes() {
        outcomes.wake();
    }
}

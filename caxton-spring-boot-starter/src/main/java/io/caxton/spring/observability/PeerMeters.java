package io.caxton.spring.observability;

import io.caxton.spring.peer.PeerListener;
import io.caxton.spring.peer.PeerOperation;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** What nodes ask of each other. Safe for use by several threads. */
final class PeerMeters implements PeerListener {
    /** Nodes with a meter of their own; a cluster of more has none for the others. */
    static final int MOST_PEERS = 100;

    private final MeterRegistry meters;
    private final Map<String, Meter> breakers = new ConcurrentHashMap<>();

    PeerMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void called(PeerOperation operation, String outcome, Duration took) {
        timer("caxton.cluster.peer.calls", "Calls of this node to others", operation, outcome, took);
    }

    @Override
    public void answered(PeerOperation operation, String outcome, Duration took) {
        timer("caxton.cluster.peer.requests", "Requests of other nodes", operation, outcome, took);
    }

    private void timer(String name, String description, PeerOperation operation, String outcome, Duration took) {
        Timer.builder(name)
                .description(description)
                .tag("operation", operation.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(meters)
                .record(took);
    }

    @Override
    public void refused(String reason) {
        meters.counter("caxton.cluster.peer.refused", "reason", reason).increment();
    }

    @Override
    public synchronized void met(String nodeId, IntSupplier breaker) {
        forgotten(nodeId);
        if (breakers.size() < MOST_PEERS) {
            breakers.put(
                    nodeId,
                    Gauge.builder("caxton.cluster.peer.breaker", breaker::getAsInt)
                            .description("Whether a node is called: 0 yes, 1 on trial, 2 no")
                            .tag("peer", nodeId)
                            .register(meters));
        }
    }

    @Override
    public synchronized void forgotten(String nodeId) {
        Meter gone = breakers.remove(nodeId);
        if (gone != null) {
            meters.remove(gone);
        }
    }

    @Override
    public void figures(IntSupplier sessions, IntSupplier calls) {
        Gauge.builder("caxton.cluster.peer.sessions", sessions::getAsInt)
                .description("Sessions that other nodes have with this one")
                .baseUnit("sessions")
                .register(meters);
        Gauge.builder("caxton.cluster.peer.in.flight", calls::getAsInt)
                .description("Calls of this node that have no answer yet")
                .baseUnit("calls")
                .register(meters);
    }
}

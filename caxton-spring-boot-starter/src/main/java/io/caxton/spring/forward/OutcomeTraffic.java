package io.caxton.spring.forward;

import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.forward.Outcome;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.peer.PeerOperation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What became of messages, for the node that they came from. */
final class OutcomeTraffic implements Traffic<OutcomeTraffic.Told> {
    private static final int MOST = 500;

    /** Reports, and how they are told. */
    record Told(List<OutcomeReport> reports, List<Outcome> outcomes) {}

    private final LocalState state;
    private final DeliveryEngine engine;

    OutcomeTraffic(LocalState state, DeliveryEngine engine) {
        this.state = state;
        this.engine = engine;
    }

    @Override
    public PeerOperation operation() {
        return PeerOperation.OUTCOMES;
    }

    @Override
    public CompletableFuture<Taken<Told>> take(String nodeId) {
        return CompletableFuture.completedFuture(state.read(tx -> {
            List<OutcomeReport> reports = engine.forwarding().reports(tx, nodeId, MOST);
            List<Outcome> outcomes = reports.stream()
                    .map(report -> engine.forwarding().outcome(tx, report))
                    .toList();
            return new Taken<>(
                    reports.isEmpty() ? Optional.empty() : Optional.of(new Told(reports, outcomes)), Optional.empty());
        }));
    }

    @Override
    public byte[] encode(Told told) {
        return ForwardCodec.encodeOutcomes(told.outcomes());
    }

    @Override
    public CompletableFuture<?> settled(String nodeId, Told told, byte[] answer) {
        return state.write(tx -> {
            engine.forwarding().reported(tx, told.reports());
            return true;
        });
    }

    /** They have stayed where they were. */
    @Override
    public CompletableFuture<?> unanswered(String nodeId, Told told, Duration delay, boolean mayHaveArrived) {
        return CompletableFuture.completedFuture(true);
    }
}

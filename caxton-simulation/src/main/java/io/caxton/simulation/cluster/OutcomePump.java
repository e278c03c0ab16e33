package io.caxton.simulation.cluster;

import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.forward.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What became of messages, for the node that they came from. */
record OutcomePump(Node node, String nodeId) implements Pump.Traffic<OutcomePump.Told> {
    /** Reports, and how they are told. */
    record Told(List<OutcomeReport> reports, List<Outcome> outcomes) {}

    @Override
    public CompletableFuture<Taken<Told>> take() {
        return node.write(tx -> {
            List<OutcomeReport> reports = node.engine().forwarding().reports(tx, nodeId, Tuning.BATCH);
            List<Outcome> outcomes = reports.stream()
                    .map(report -> node.engine().forwarding().outcome(tx, report))
                    .toList();
            return new Taken<>(
                    reports.isEmpty() ? Optional.empty() : Optional.of(new Told(reports, outcomes)), Optional.empty());
        });
    }

    @Override
    public CompletableFuture<byte[]> send(Told told) {
        node.world().counts().add(Happening.REPORTS_TOLD);
        return node.world()
                .calls()
                .call(node, nodeId, Calls.Operation.OUTCOMES, ForwardCodec.encodeOutcomes(told.outcomes()));
    }

    @Override
    public CompletableFuture<?> settled(Told told, byte[] answer) {
        return node.write(tx -> {
            int kept = node.world().sabotage() == Sabotage.REPORTS_KEPT ? 1 : 0;
            node.engine()
                    .forwarding()
                    .reported(tx, told.reports().subList(0, told.reports().size() - kept));
            return true;
        });
    }

    @Override
    public CompletableFuture<?> unanswered(Told told, Duration delay, boolean mayHaveArrived) {
        return CompletableFuture.completedFuture(true);
    }
}

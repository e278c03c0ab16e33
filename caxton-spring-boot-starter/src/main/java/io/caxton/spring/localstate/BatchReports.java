package io.caxton.spring.localstate;

import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.storage.ReportStore;
import java.time.Instant;
import java.util.List;

/** Reports as the works of a batch see them. What is added or removed waits for the end of the batch; whoever asks has everything written first. */
final class BatchReports implements ReportStore {
    private final UnitOfWork unit;

    BatchReports(UnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public void save(OutcomeReport report) {
        unit.current.reports.add(table -> table.save(report));
    }

    @Override
    public List<OutcomeReport> of(String nodeId, int limit) {
        unit.settle();
        return unit.reports.of(nodeId, limit);
    }

    @Override
    public void remove(OutcomeReport report) {
        unit.current.reports.add(table -> table.delete(report));
    }

    @Override
    public List<String> nodes() {
        unit.settle();
        return unit.reports.nodes();
    }

    @Override
    public int prune(Instant before, int limit) {
        unit.settle();
        return unit.reports.prune(before, limit);
    }
}

package io.caxton.spring.localstate;

import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.storage.ReportStore;
import java.time.Instant;
import java.util.List;

/** Reports as they are in the file. */
final class DurableReports implements ReportStore {
    private final ReportTable reports;

    DurableReports(Session session) {
        this.reports = new ReportTable(session);
    }

    @Override
    public List<OutcomeReport> of(String nodeId, int limit) {
        return reports.of(nodeId, limit);
    }

    @Override
    public List<String> nodes() {
        return reports.nodes();
    }

    @Override
    public void save(OutcomeReport report) {
        throw ReadOnly.refused();
    }

    @Override
    public void remove(OutcomeReport report) {
        throw ReadOnly.refused();
    }

    @Override
    public int prune(Instant before, int limit) {
        throw ReadOnly.refused();
    }
}

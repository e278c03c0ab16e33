package io.caxton.core.storage;

import io.caxton.core.delivery.OutcomeReport;
import java.time.Instant;
import java.util.List;

/** What other nodes are still to be told: at most one report for each node, message and agent name. Part of one {@link Transaction}. */
public interface ReportStore {
    /** Adds a report, or replaces an earlier one of the same delivery for the same node. */
    void save(OutcomeReport report);

    /** Reports for a node, oldest first. */
    List<OutcomeReport> of(String nodeId, int limit);

    /** Removes a report; one of a later life of the delivery stays. */
    void remove(OutcomeReport report);

    /** The nodes that there are reports for, sorted. */
    List<String> nodes();

    /** Removes up to {@code limit} reports made before an instant, for nodes that never came to hear them; returns how many. */
    int prune(Instant before, int limit);
}

package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.OutcomeReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The statements on reports. */
final class ReportTable {
    private static final String SELECT =
            "SELECT node_id, message_id, agent_name, life, outcome, reason, at FROM report ";

    private final Session session;

    ReportTable(Session session) {
        this.session = session;
    }

    void save(OutcomeReport report) {
        session.update(
                "INSERT OR REPLACE INTO report (node_id, message_id, agent_name, life, outcome, reason, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                report.nodeId(),
                report.messageId(),
                report.agentName(),
                report.life(),
                report.outcome(),
                report.reason(),
                report.at());
    }

    void delete(OutcomeReport report) {
        session.update(
                "DELETE FROM report WHERE node_id = ? AND message_id = ? AND agent_name = ? AND life <= ?",
                report.nodeId(),
                report.messageId(),
                report.agentName(),
                report.life());
    }

    List<OutcomeReport> of(String nodeId, int limit) {
        return session.list(
                SELECT + "INDEXED BY report_by_node WHERE node_id = ? ORDER BY id LIMIT ?",
                ReportTable::report,
                nodeId,
                limit);
    }

    /** From one node to the next by the index: in time for the nodes, not for the reports. */
    List<String> nodes() {
        return session.list(
                "WITH RECURSIVE node (id) AS (SELECT min(node_id) FROM report UNION ALL"
                        + " SELECT (SELECT min(node_id) FROM report WHERE node_id > node.id) FROM node"
                        + " WHERE node.id IS NOT NULL) SELECT id FROM node WHERE id IS NOT NULL",
                row -> row.getString(1));
    }

    int prune(Instant before, int limit) {
        return session.update(
                "DELETE FROM report WHERE id IN (SELECT id FROM report WHERE at < ? ORDER BY at LIMIT ?)",
                before,
                limit);
    }

    private static OutcomeReport report(ResultSet row) throws SQLException {
        return new OutcomeReport(
                row.getString(1),
                row.getString(2),
                new AgentName(row.getString(3)),
                row.getInt(4),
                DeliveryState.valueOf(row.getString(5)),
                Columns.optionalText(row, 6),
                Columns.instant(row, 7));
    }
}

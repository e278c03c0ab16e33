package io.caxton.spring.localstate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts anew what triggers keep. Counters follow from the rows, so a wrong one is mended, not a reason to start afresh. */
final class Tallies {
    private static final Logger LOG = LoggerFactory.getLogger(Tallies.class);

    private static final String UNFINISHED = " FROM delivery WHERE state IN ('QUEUED', 'LEASED')";
    private static final String COUNTED = "SELECT 'depth' AS kind, agent_name AS name, count(*) AS value" + UNFINISHED
            + " GROUP BY agent_name UNION ALL SELECT 'backlog', agent_id, count(*)" + UNFINISHED
            + " AND agent_id IS NOT NULL GROUP BY agent_id"
            + " UNION ALL SELECT 'leased', agent_id, count(*) FROM delivery"
            + " WHERE state = 'LEASED' AND agent_id IS NOT NULL GROUP BY agent_id"
            + " UNION ALL SELECT 'state', 'QUEUED', count(*) FROM delivery WHERE state = 'QUEUED'"
            + " UNION ALL SELECT 'state', 'LEASED', count(*) FROM delivery WHERE state = 'LEASED'"
            + " UNION ALL SELECT 'state', 'DEAD', count(*) FROM delivery WHERE state = 'DEAD' AND dismissed = 0"
            + " UNION ALL SELECT 'total', 'finished_bytes', coalesce(sum(size_bytes), 0) FROM message"
            + " WHERE finished_at IS NOT NULL AND dead_letters = 0"
            + " UNION ALL SELECT 'total', 'position', max("
            + "coalesce((SELECT value FROM tally WHERE kind = 'total' AND name = 'position'), 0),"
            + " coalesce((SELECT max(position) FROM message), 0), coalesce((SELECT max(position) FROM delivery), 0))";

    private Tallies() {}

    static void mend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (differ(statement)) {
                LOG.warn("Counters of the local state were wrong and are counted anew");
                statement.execute("CREATE TEMP TABLE counted AS " + COUNTED);
                connection.setAutoCommit(false);
                statement.execute("DELETE FROM tally");
                statement.execute("INSERT INTO tally (kind, name, value) SELECT kind, name, value FROM counted");
                connection.commit();
                connection.setAutoCommit(true);
                statement.execute("DROP TABLE counted");
            }
        }
    }

    private static boolean differ(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("WITH counted AS (" + COUNTED
                + ") SELECT EXISTS (SELECT kind, name, value FROM counted EXCEPT SELECT kind, name, value FROM tally)"
                + " OR EXISTS (SELECT kind, name, value FROM tally EXCEPT SELECT kind, name, value FROM counted)")) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}

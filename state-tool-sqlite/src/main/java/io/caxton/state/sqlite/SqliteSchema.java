package io.caxton.state.sqlite;

import io.caxton.state.StateToolException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a file to the schema this code knows. {@code user_version} counts the steps taken, {@code application_id}
 * says that the file is ours; so a file of another application, or of a newer Caxton, is left as it is.
 *
 * <p>Keys are BLOBs: SQLite compares those byte by byte, which is the order the contract asks for. The value comes last
 * in the row, so that listing and expiry never read through it.
 */
final class SqliteSchema {

    /** "CXST". */
    static final int APPLICATION_ID = 0x43585354;

    private static final List<List<String>> STEPS = List.of(List.of(
            "CREATE TABLE state_entry (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, expires_at INTEGER,"
                    + " version TEXT NOT NULL, value TEXT NOT NULL) STRICT",
            "CREATE INDEX state_entry_expiry ON state_entry (expires_at) WHERE expires_at IS NOT NULL"));

    private SqliteSchema() {}

    /** Refuses a file of another application or of a newer Caxton; changes nothing. */
    static void requireOurs(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            // One look at one moment: another process may be making the schema just now.
            sql.execute("BEGIN");
            checkedVersion(sql);
            sql.execute("COMMIT");
        }
    }

    /** Runs within the caller's transaction, which holds the write lock. */
    static void migrate(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            int version = checkedVersion(sql);
            for (List<String> step : STEPS.subList(version, STEPS.size())) {
                for (String statement : step) {
                    sql.execute(statement);
                }
            }
            if (version < STEPS.size()) {
                sql.execute("PRAGMA application_id = " + APPLICATION_ID);
                sql.execute("PRAGMA user_version = " + STEPS.size());
            }
        }
    }

    private static int checkedVersion(Statement sql) throws SQLException {
        int version = number(sql, "PRAGMA user_version");
        if (number(sql, "PRAGMA application_id") != APPLICATION_ID) {
            boolean fresh = version == 0 && number(sql, "SELECT count(*) FROM sqlite_master") == 0;
            if (!fresh) {
                throw new SqliteRefusal(Reason.INCOMPATIBLE, "the file is another application's database");
            }
        }
        if (version > STEPS.size()) {
            throw new SqliteRefusal(
                    Reason.INCOMPATIBLE,
                    "the file has schema " + version + ", this Caxton knows up to " + STEPS.size());
        }
        return version;
    }

    private static int number(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}

package io.caxton.spring.localstate;

import io.caxton.spring.localstate.DatabaseFile.DamagedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Looks for damage before a file is used. The quick check reads every page and validates its structure and every CHECK
 * and NOT NULL in time linear in the file's size (<a href="https://sqlite.org/pragma.html#pragma_quick_check">PRAGMA
 * quick_check</a>); the full one also holds every index against its table. SQLite does not checksum content, so after a
 * full check every row is read once and every message held against its checksum. A big file gets the quick one only, so
 * that a node's start stays bounded: a message damaged there is found when it is read.
 */
final class Inspection {
    private static final String HISTORIES =
            "SELECT message_id, history FROM message UNION ALL SELECT message_id, history FROM receipt";

    private Inspection() {}

    static void checkStructure(Connection connection, boolean full) throws SQLException, DamagedException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(full ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)")) {
            String verdict = rows.next() ? rows.getString(1) : "no verdict";
            if (!"ok".equals(verdict)) {
                throw new DamagedException(verdict);
            }
        }
    }

    /** Reads what a start needs anyway and {@link Memory#load} does not. */
    static void readAgents(Connection connection) throws SQLException, DamagedException {
        try {
            read(connection, AgentTable.ALL, AgentTable::agent);
        } catch (RuntimeException e) {
            throw new DamagedException("unreadable content: " + e.getMessage());
        }
    }

    static void readEverything(Connection connection) throws SQLException, DamagedException {
        try {
            read(connection, MessageTable.SELECT, MessageTable::stored);
            read(connection, DeliveryTable.SELECT, DeliveryTable::delivery);
            read(connection, ConversationTable.SELECT, ConversationTable::row);
            read(connection, AgentTable.ALL, AgentTable::agent);
            read(connection, CopyTable.SELECT, CopyTable::held);
            read(connection, HISTORIES, row -> History.read(row.getString(1), row.getString(2)));
            read(connection, "SELECT value FROM counter WHERE name = 'position'", row -> row.getLong(1));
        } catch (RuntimeException e) {
            throw new DamagedException("unreadable content: " + e.getMessage());
        } catch (SQLException e) {
            if (SqliteErrors.isWrongStatement(e)) {
                throw new DamagedException("the schema is not what its version says: " + e.getMessage());
            }
            throw e;
        }
    }

    private static void read(Connection connection, String sql, Session.Row<?> row) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                row.map(rows);
            }
        }
    }
}

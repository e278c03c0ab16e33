package io.caxton.state.sqlite;

import io.caxton.state.StateToolException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean to a caller and to the operator. */
final class SqliteFailures {

    private SqliteFailures() {}

    static SqliteRefusal explain(Path file, SQLException failure) {
        Reason reason = reason(failure);
        return new SqliteRefusal(
                reason, "file " + file.toAbsolutePath() + " (" + code(failure).name() + "): " + advice(reason));
    }

    static Reason reason(SQLException failure) {
        // Extended codes keep the primary one in their low byte.
        return reason(SQLiteErrorCode.getErrorCode(code(failure).code & 0xff));
    }

    private static SQLiteErrorCode code(SQLException failure) {
        return failure instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    private static Reason reason(SQLiteErrorCode primary) {
        return switch (primary) {
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> Reason.CORRUPT;
            case SQLITE_FULL -> Reason.STORAGE_FULL;
            case SQLITE_BUSY, SQLITE_LOCKED -> Reason.TIMEOUT;
            case SQLITE_PERM, SQLITE_AUTH, SQLITE_READONLY, SQLITE_CANTOPEN -> Reason.ACCESS_DENIED;
            default -> Reason.UNAVAILABLE;
        };
    }

    private static String advice(Reason reason) {
        return switch (reason) {
            case CORRUPT ->
                "it is damaged; stop Caxton, move it away together with its -wal and -shm files, and restore"
                        + " a backup or let an empty one be made";
            case STORAGE_FULL -> "no room; nothing was written; free disk space or raise its maximum size";
            case TIMEOUT -> "another process kept it locked; nothing was written; try again";
            case ACCESS_DENIED ->
                "it cannot be opened for reading and writing; check that its directory exists and who" + " owns both";
            default -> "it could not be read or written; check the disk and the log of the operating system";
        };
    }
}

package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean to us (<a href="https://sqlite.org/rescode.html">Result and Error Codes</a>). */
final class SqliteErrors {
    private SqliteErrors() {}

    /** A failure of the store; the message names what was done, never a stored value. */
    static LocalStateException translate(String doing, SQLException e) {
        SQLiteErrorCode code = code(e);
        // A full disk is SQLITE_FULL; a quota or a file size limit that is reached is told as a failed write.
        boolean full = code == SQLiteErrorCode.SQLITE_FULL
                || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE
                || code == SQLiteErrorCode.SQLITE_IOERR_WRITE;
        return full
                ? new LocalStateException(Reason.STORAGE_FULL, "the disk or quota of the local state is full", e)
                : new LocalStateException(Reason.FAILED, "the local state failed: " + doing + ": " + code, e);
    }

    /** Whether the file's content is at fault, rather than access to it. */
    static boolean isCorrupt(SQLException e) {
        int primary = code(e).code & 0xff;
        return primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /** Whether a statement does not fit the schema. */
    static boolean isWrongStatement(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_ERROR;
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}

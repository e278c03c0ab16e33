package io.caxton.state.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/** What to do with a connection while it is ours. */
@FunctionalInterface
interface SqliteWork<T> {
    T on(Connection connection) throws SQLException;
}

package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.LocalStateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with its prepared statements, which sqlite-jdbc does not cache, and transactions by plain statements:
 * the driver's own auto-commit mode runs an extra BEGIN and COMMIT after each statement, its manual mode keeps the
 * write lock between transactions. Used by one thread at a time, by works only while one is running.
 */
final class Session implements AutoCloseable {
    /** Makes a value of the row a result set stands on. */
    @FunctionalInterface
    interface Row<T> {
        T map(ResultSet row) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final boolean readOnly;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private volatile @Nullable Thread user;
    private @Nullable LocalStateException failure;
    private long changes;
    private volatile boolean hasFailed;

    Session(Connection connection, boolean readOnly) throws SQLException {
        this.connection = connection;
        this.readOnly = readOnly;
        connection.setAutoCommit(false);
        control("COMMIT");
        if (readOnly) {
            control("PRAGMA query_only = ON");
        }
    }

    /** Lets the current thread run statements until {@link #end}. */
    void start() {
        failure = null;
        user = Thread.currentThread();
    }

    void end() {
        user = null;
    }

    /** The first failure of a statement since {@link #start}; a work that has swallowed it has failed all the same. */
    Optional<LocalStateException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether any statement has ever failed, or brought damaged content. */
    boolean hasFailed() {
        return hasFailed;
    }

    /** How many rows were changed by {@link #update}. */
    long changes() {
        return changes;
    }

    /** Forgets changes that were undone. */
    void resetChanges(long value) {
        changes = value;
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
        checkUse();
        try {
            PreparedStatement statement = bind(sql, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row.map(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw failed("query", sql, e);
        } catch (DamagedMessageException e) {
            hasFailed = true;
            throw e;
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) {
        List<T> found = list(sql, row, arguments);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** The first column of the first row; 0 if there is none. */
    long number(String sql, @Nullable Object... arguments) {
        return first(sql, row -> row.getLong(1), arguments).orElse(0L);
    }

    /** The first column of the first row; empty if there is none or it is null. */
    String text(String sql, @Nullable Object... arguments) {
        return first(sql, row -> Columns.optionalText(row, 1), arguments)
                .flatMap(text -> text)
                .orElse("");
    }

    /** Hands on one row after the other. */
    <T> void each(String sql, Row<T> row, Consumer<T> taker) {
        checkUse();
        try (ResultSet rows = prepared(sql).executeQuery()) {
            while (rows.next()) {
                taker.accept(row.map(rows));
            }
        } catch (SQLException e) {
            throw failed("query", sql, e);
        }
    }

    /** Begins or ends something as a statement of the running work. */
    void run(String sql) {
        checkUse();
        try {
            control(sql);
        } catch (SQLException e) {
            throw failed("control", sql, e);
        }
    }

    /** Returns how many rows were changed, those changed by triggers not counted. */
    int update(String sql, @Nullable Object... arguments) {
        checkUse();
        requireWritable();
        try {
            int changed = bind(sql, arguments).executeUpdate();
            changes += changed;
            return changed;
        } catch (SQLException e) {
            throw failed("change", sql, e);
        }
    }

    /** Changes at most one row; what the statement returns of it. */
    <T> Optional<T> change(String sql, Row<T> row, @Nullable Object... arguments) {
        requireWritable();
        Optional<T> changed = first(sql, row, arguments);
        changes += changed.isPresent() ? 1 : 0;
        return changed;
    }

    private void requireWritable() {
        if (readOnly) {
            throw new UnsupportedOperationException("a read-only work must not write");
        }
    }

    /** Runs a statement that begins or ends something. */
    void control(String sql) throws SQLException {
        try {
            PreparedStatement statement = prepared(sql);
            if (statement.execute()) {
                statement.getResultSet().close();
            }
        } catch (SQLException e) {
            evict(sql);
            throw e;
        }
    }

    /** Every statement that was prepared so far. */
    Set<String> prepared() {
        return Set.copyOf(statements.keySet());
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
        connection.close();
    }

    private void checkUse() {
        if (user != Thread.currentThread()) {
            throw new IllegalStateException("a transaction must be used by its own work only, while that runs");
        }
        if (failure != null) {
            throw failure;
        }
    }

    private LocalStateException failed(String doing, String sql, SQLException e) {
        evict(sql);
        LocalStateException translated = SqliteErrors.translate(doing, e);
        failure = translated;
        return translated;
    }

    /** The driver finalizes a statement that has failed: the next one is prepared anew. */
    private void evict(String sql) {
        hasFailed = true;
        try (@Nullable PreparedStatement failed = statements.remove(sql)) {
            LOG.trace("Forgetting {}", failed);
        } catch (SQLException e) {
            LOG.debug("A statement that had failed could not be closed", e);
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = prepared(sql);
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
    }

    private void bind(PreparedStatement statement, int index, @Nullable Object argument) throws SQLException {
        if (argument instanceof Optional<?> optional) {
            bind(statement, index, optional.isPresent() ? optional.get() : null);
        } else if (argument instanceof String text) {
            statement.setString(index, text);
        } else if (argument instanceof Integer || argument instanceof Long) {
            statement.setLong(index, ((Number) argument).longValue());
        } else if (argument instanceof Instant at) {
            statement.setLong(index, Columns.nanos(at));
        } else if (argument instanceof AgentName name) {
            statement.setString(index, name.value());
        } else if (argument instanceof Enum<?> constant) {
            statement.setString(index, constant.name());
        } else if (argument instanceof Boolean flag) {
            statement.setInt(index, flag ? 1 : 0);
        } else if (argument instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (argument instanceof Double number) {
            statement.setDouble(index, number);
        } else if (argument == null) {
            statement.setNull(index, Types.NULL);
        } else {
            throw new IllegalArgumentException("no column holds a " + argument.getClass());
        }
    }
}

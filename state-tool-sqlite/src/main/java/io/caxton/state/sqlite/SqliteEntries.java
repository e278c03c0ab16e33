package io.caxton.state.sqlite;

import io.caxton.state.DeleteResult;
import io.caxton.state.RawEntry;
import io.caxton.state.StoreResult;
import io.caxton.state.Write;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The statements. Each method is one step of a transaction; those that write are called under the write lock. */
final class SqliteEntries {

    private static final String LIVE = "(expires_at IS NULL OR expires_at > ?)";

    private SqliteEntries() {}

    static Optional<RawEntry> find(Connection connection, String key, Instant now) throws SQLException {
        return Optional.ofNullable(findAll(connection, Set.of(key), now).get(key));
    }

    static Map<String, RawEntry> findAll(Connection connection, Set<String> keys, Instant now) throws SQLException {
        String slots = String.join(",", Collections.nCopies(keys.size(), "?"));
        String query =
                "SELECT key, value, version, expires_at FROM state_entry WHERE " + LIVE + " AND key IN (" + slots + ")";
        try (PreparedStatement sql = connection.prepareStatement(query)) {
            int at = 1;
            sql.setLong(at++, now.toEpochMilli());
            for (String key : keys) {
                sql.setBytes(at++, utf8(key));
            }
            Map<String, RawEntry> found = new HashMap<>();
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    found.put(key(row), new RawEntry(row.getString(2), row.getString(3), instant(row, 4)));
                }
            }
            return found;
        }
    }

    static Optional<String> currentVersion(Connection connection, String key, Instant now) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("SELECT version FROM state_entry WHERE key = ? AND " + LIVE)) {
            sql.setBytes(1, utf8(key));
            sql.setLong(2, now.toEpochMilli());
            try (ResultSet row = sql.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** The keys from {@code after} or the prefix on, up to the first that could not start with the prefix. */
    static List<String> keys(Connection connection, String prefix, Optional<String> after, int limit, Instant now)
            throws SQLException {
        String query = "SELECT key FROM state_entry WHERE key " + (after.isPresent() ? ">" : ">=") + " ?"
                + (prefix.isEmpty() ? "" : " AND key < ?") + " AND " + LIVE + " ORDER BY key LIMIT ?";
        try (PreparedStatement sql = connection.prepareStatement(query)) {
            int at = 1;
            sql.setBytes(at++, utf8(after.orElse(prefix)));
            if (!prefix.isEmpty()) {
                sql.setBytes(at++, firstBeyond(prefix));
            }
            sql.setLong(at++, now.toEpochMilli());
            sql.setInt(at, limit);
            List<String> keys = new ArrayList<>();
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    keys.add(key(row));
                }
            }
            return keys;
        }
    }

    static StoreResult put(Connection connection, Write write, Instant now) throws SQLException {
        Optional<String> current = currentVersion(connection, write.key(), now);
        if (!write.condition().holdsFor(current)) {
            return new StoreResult.ConditionFailed(current);
        }
        try (PreparedStatement sql =
                connection.prepareStatement("INSERT INTO state_entry (key, expires_at, version, value)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at,"
                        + " version = excluded.version, value = excluded.value")) {
            sql.setBytes(1, utf8(write.key()));
            if (write.ttl().isPresent()) {
                // Rounded up, so that no entry lives shorter than asked.
                sql.setLong(2, now.plus(write.ttl().get()).plusNanos(999_999).toEpochMilli());
            } else {
                sql.setNull(2, Types.INTEGER);
            }
            sql.setString(3, write.version());
            sql.setString(4, write.json());
            sql.executeUpdate();
        }
        return new StoreResult.Stored(write.version(), current.isEmpty());
    }

    static DeleteResult removeIf(Connection connection, String key, String version, Instant now) throws SQLException {
        Optional<String> current = currentVersion(connection, key, now);
        if (current.isEmpty()) {
            return new DeleteResult.Absent();
        }
        if (!current.get().equals(version)) {
            return new DeleteResult.ConditionFailed(current.get());
        }
        remove(connection, key);
        return new DeleteResult.Deleted();
    }

    static boolean remove(Connection connection, String key, Instant now) throws SQLException {
        boolean live = currentVersion(connection, key, now).isPresent();
        remove(connection, key);
        return live;
    }

    /** Drops up to so many expired entries; returns how many. */
    static int sweep(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("DELETE FROM state_entry WHERE id IN"
                + " (SELECT id FROM state_entry WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)")) {
            sql.setLong(1, now.toEpochMilli());
            sql.setInt(2, limit);
            return sql.executeUpdate();
        }
    }

    private static void remove(Connection connection, String key) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("DELETE FROM state_entry WHERE key = ?")) {
            sql.setBytes(1, utf8(key));
            sql.executeUpdate();
        }
    }

    private static byte[] utf8(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** The smallest bytes above every key with the prefix; UTF-8 has no byte 0xFF, so the last one can be raised. */
    private static byte[] firstBeyond(String prefix) {
        byte[] bytes = utf8(prefix);
        bytes[bytes.length - 1]++;
        return bytes;
    }

    private static String key(ResultSet row) throws SQLException {
        return new String(row.getBytes(1), StandardCharsets.UTF_8);
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}

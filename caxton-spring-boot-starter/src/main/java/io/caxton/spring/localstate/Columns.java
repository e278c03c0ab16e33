package io.caxton.spring.localstate;

import io.caxton.core.message.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How values are kept in columns. Instants are nanoseconds since the epoch, exact from 1677-09-21 to
 * 2262-04-11T23:47:16.854775806Z; anything beyond is kept as the last instant of that range, only
 * {@link Instant#MIN} and {@link Instant#MAX} are read back as they were.
 */
final class Columns {
    private static final long NANOS = 1_000_000_000L;

    private Columns() {}

    static long nanos(Instant at) {
        if (at.equals(Instant.MAX)) {
            return Long.MAX_VALUE;
        }
        if (at.equals(Instant.MIN)) {
            return Long.MIN_VALUE;
        }
        if (at.getEpochSecond() >= Long.MAX_VALUE / NANOS) {
            return Long.MAX_VALUE - 1;
        }
        if (at.getEpochSecond() <= Long.MIN_VALUE / NANOS) {
            return Long.MIN_VALUE + 1;
        }
        return at.getEpochSecond() * NANOS + at.getNano();
    }

    static Instant instant(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return Instant.MAX;
        }
        if (nanos == Long.MIN_VALUE) {
            return Instant.MIN;
        }
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return instant(row.getLong(column));
    }

    static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
        long nanos = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(instant(nanos));
    }

    static Optional<String> optionalText(ResultSet row, int column) throws SQLException {
        @Nullable String text = row.getString(column);
        return Optional.ofNullable(text);
    }

    /** Sorts as priorities do; independent of the order of the constants. */
    static int rank(Priority priority) {
        return switch (priority) {
            case LOW -> 0;
            case NORMAL -> 1;
            case HIGH -> 2;
            case CRITICAL -> 3;
        };
    }

    static Priority priority(int rank) {
        return switch (rank) {
            case 0 -> Priority.LOW;
            case 1 -> Priority.NORMAL;
            case 2 -> Priority.HIGH;
            case 3 -> Priority.CRITICAL;
            default -> throw new IllegalStateException("no priority has rank " + rank);
        };
    }
}

package io.caxton.state.sqlite;

import io.caxton.state.AbstractStateTool;
import io.caxton.state.Atomicity;
import io.caxton.state.BatchResult;
import io.caxton.state.DeleteResult;
import io.caxton.state.Feature;
import io.caxton.state.Operation;
import io.caxton.state.RawEntry;
import io.caxton.state.StateToolException;
import io.caxton.state.StateToolFeatures;
import io.caxton.state.StoreResult;
import io.caxton.state.Write;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in an SQLite file: durable (write-ahead log, fsync before a store returns), shared by the processes of
 * one machine, every feature, atomic batches. The file is opened, and made if need be, by the first call and not by the
 * constructor.
 *
 * <p>Expired entries are absent at once. Their room is taken back little by little by later writes, or by
 * {@link #sweep()}.
 */
public final class SqliteStateTool extends AbstractStateTool {

    /** Expired entries that a write drops on its way. */
    static final int SWEPT_PER_WRITE = 16;

    /** Expired entries that {@link #sweep()} drops in one transaction. */
    static final int SWEPT_PER_TRANSACTION = 1000;

    private static final StateToolFeatures FEATURES =
            new StateToolFeatures(EnumSet.allOf(Feature.class), Atomicity.ATOMIC, Atomicity.ATOMIC);

    private final SqliteOptions options;
    private final InstantSource clock;
    private final SqliteConnections connections;

    /**
     * A tool on a file.
     *
     * @param clock decides what has expired; processes that share the file should agree on the time
     */
    public SqliteStateTool(SqliteOptions options, InstantSource clock) {
        this(options, clock, new SecureRandom());
    }

    /**
     * A tool on a file.
     *
     * @param random makes versions; a generator that repeats itself breaks the promise that versions do not
     */
    public SqliteStateTool(SqliteOptions options, InstantSource clock, RandomGenerator random) {
        super("sqlite", FEATURES, options.limits(), random);
        this.options = options;
        this.clock = clock;
        this.connections = new SqliteConnections(options);
    }

    /**
     * Drops every entry that has expired by now, in transactions of bounded size.
     *
     * @return how many were dropped
     */
    public long sweep() {
        requireOpen(Operation.SWEEP, null);
        Instant now = clock.instant();
        long dropped = 0;
        int last;
        do {
            last = write(Operation.SWEEP, null, sql -> SqliteEntries.sweep(sql, now, SWEPT_PER_TRANSACTION));
            dropped += last;
        } while (last == SWEPT_PER_TRANSACTION);
        return dropped;
    }

    @Override
    protected StoreResult put(Write write) {
        return store(Operation.STORE, write.key(), sql -> {
            Instant now = clock.instant();
            SqliteEntries.sweep(sql, now, SWEPT_PER_WRITE);
            return SqliteEntries.put(sql, write, now);
        });
    }

    @Override
    protected Optional<RawEntry> get(String key) {
        return read(Operation.RETRIEVE, key, sql -> SqliteEntries.find(sql, key, clock.instant()));
    }

    @Override
    protected boolean has(String key) {
        return read(
                Operation.EXISTS,
                key,
                sql -> SqliteEntries.currentVersion(sql, key, clock.instant()).isPresent());
    }

    @Override
    protected boolean remove(String key) {
        return write(Operation.DELETE, key, sql -> SqliteEntries.remove(sql, key, clock.instant()));
    }

    @Override
    protected DeleteResult removeIf(String key, String version) {
        return write(Operation.DELETE, key, sql -> SqliteEntries.removeIf(sql, key, version, clock.instant()));
    }

    @Override
    protected List<String> keys(String prefix, Optional<String> after, int limit) {
        return read(Operation.LIST, prefix, sql -> SqliteEntries.keys(sql, prefix, after, limit, clock.instant()));
    }

    @Override
    protected BatchResult putAll(List<Write> writes) {
        return store(Operation.STORE_ALL, null, sql -> {
            Instant now = clock.instant();
            SqliteEntries.sweep(sql, now, SWEPT_PER_WRITE);
            Map<Integer, StoreResult.ConditionFailed> failures = new HashMap<>();
            for (int i = 0; i < writes.size(); i++) {
                Optional<String> current =
                        SqliteEntries.currentVersion(sql, writes.get(i).key(), now);
                if (!writes.get(i).condition().holdsFor(current)) {
                    failures.put(i, new StoreResult.ConditionFailed(current));
                }
            }
            if (!failures.isEmpty()) {
                return new BatchResult.Rejected(failures);
            }
            List<StoreResult> results = new ArrayList<>();
            for (Write write : writes) {
                results.add(SqliteEntries.put(sql, write, now));
            }
            return new BatchResult.Completed(results);
        });
    }

    @Override
    protected Map<String, RawEntry> getAll(Set<String> keys) {
        return read(Operation.RETRIEVE_ALL, null, sql -> SqliteEntries.findAll(sql, keys, clock.instant()));
    }

    @Override
    protected void release() {
        try {
            connections.close();
        } catch (SQLException failed) {
            throw failed(Operation.CLOSE, null, failed);
        }
    }

    /** Writes; where there is no room, takes back that of expired entries and tries once more. */
    private <T> T store(Operation operation, @Nullable String key, SqliteWork<T> work) {
        try {
            return write(operation, key, work);
        } catch (StateToolException failed) {
            if (failed.reason() == StateToolException.Reason.STORAGE_FULL && sweep() > 0) {
                return write(operation, key, work);
            }
            throw failed;
        }
    }

    private <T> T write(Operation operation, @Nullable String key, SqliteWork<T> work) {
        try {
            return connections.write(work);
        } catch (SQLException failed) {
            throw failed(operation, key, failed);
        } catch (SqliteRefusal refusal) {
            throw failure(operation, key, refusal.reason(), refusal.detail(), null);
        }
    }

    private <T> T read(Operation operation, @Nullable String key, SqliteWork<T> work) {
        try {
            return connections.read(work);
        } catch (SQLException failed) {
            throw failed(operation, key, failed);
        } catch (SqliteRefusal refusal) {
            throw failure(operation, key, refusal.reason(), refusal.detail(), null);
        }
    }

    private StateToolException failed(Operation operation, @Nullable String key, SQLException cause) {
        SqliteRefusal explained = SqliteFailures.explain(options.file(), cause);
        return failure(operation, key, explained.reason(), explained.detail(), cause);
    }
}

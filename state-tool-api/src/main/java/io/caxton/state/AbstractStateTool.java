package io.caxton.state;

import io.caxton.state.StateToolException.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The common half of a backend: checks requests against limits and features, turns values into text and back, makes
 * versions and cursors, and refuses calls after a close. A backend adds the eight protected operations, which see
 * checked arguments alone, treat expired entries as absent and throw {@link #failure} when the store fails.
 */
public abstract class AbstractStateTool implements McpStateTool {

    private static final int VERSION_BYTES = 16;

    private final String backend;
    private final StateToolFeatures features;
    private final StateToolLimits limits;
    private final RandomGenerator random;
    private final StateJson json;
    private final RequestCheck check;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A tool that has done no I/O yet.
     *
     * @param random makes versions, 128 bits each: so many that they never repeat, whatever was deleted, restarted
     *     or restored from a backup. Must be safe for many threads; {@code SecureRandom} is
     */
    protected AbstractStateTool(
            String backend, StateToolFeatures features, StateToolLimits limits, RandomGenerator random) {
        this.backend = backend;
        this.features = features;
        this.limits = limits;
        this.random = random;
        this.json = new StateJson(backend, limits);
        this.check = new RequestCheck(backend, features, limits);
    }

    /** Stores if the condition holds, in one indivisible step. */
    protected abstract StoreResult put(Write write);

    /** The live entry of a key. */
    protected abstract Optional<RawEntry> get(String key);

    /** Whether a live entry exists. */
    protected abstract boolean has(String key);

    /** Removes a live entry; false if there was none. */
    protected abstract boolean remove(String key);

    /** Removes a live entry of this version, in one indivisible step. */
    protected abstract DeleteResult removeIf(String key, String version);

    /**
     * The first {@code limit} live keys under a prefix in the order of {@link StateKeys#UTF8_ORDER}, fewer only if
     * there are no more.
     *
     * @param after only keys greater than this one, which has the prefix itself; empty to begin
     */
    protected abstract List<String> keys(String prefix, Optional<String> after, int limit);

    /** Stores under distinct keys, at least one, with the declared atomicity. */
    protected abstract BatchResult putAll(List<Write> writes);

    /** The live entries among distinct keys, at least one, in any order, with the declared atomicity. */
    protected abstract Map<String, RawEntry> getAll(Set<String> keys);

    /** Closes what the backend opened; called at most once. */
    protected abstract void release();

    /** The exception to throw when the store fails. Its cause must not quote a stored value. */
    protected final StateToolException failure(
            Operation operation, @Nullable String key, Reason reason, String detail, @Nullable Throwable cause) {
        return new StateToolException(operation, key, backend, reason, detail, cause);
    }

    @Override
    public final String backend() {
        return backend;
    }

    @Override
    public final StateToolFeatures features() {
        return features;
    }

    @Override
    public final StateToolLimits limits() {
        return limits;
    }

    @Override
    public final StoreResult store(StoreRequest request) {
        requireOpen(Operation.STORE, request.key());
        return put(checked(Operation.STORE, request));
    }

    @Override
    public final Optional<StateEntry> find(String key) {
        requireOpen(Operation.RETRIEVE, key);
        check.key(Operation.RETRIEVE, key);
        return get(key).map(raw -> entry(Operation.RETRIEVE, key, raw));
    }

    @Override
    public final boolean exists(String key) {
        requireOpen(Operation.EXISTS, key);
        check.key(Operation.EXISTS, key);
        return has(key);
    }

    @Override
    public final boolean delete(String key) {
        requireOpen(Operation.DELETE, key);
        check.key(Operation.DELETE, key);
        return remove(key);
    }

    @Override
    public final DeleteResult deleteIf(String key, String version) {
        requireOpen(Operation.DELETE, key);
        check.key(Operation.DELETE, key);
        check.conditionalDelete(key, version);
        return removeIf(key, version);
    }

    @Override
    public final KeyPage list(ListRequest request) {
        String prefix = request.prefix();
        requireOpen(Operation.LIST, prefix);
        Optional<String> after = check.list(request);
        List<String> found = keys(prefix, after, request.limit() + 1);
        if (found.size() <= request.limit()) {
            return new KeyPage(found, Optional.empty());
        }
        List<String> page = found.subList(0, request.limit());
        return new KeyPage(page, Optional.of(StateCursor.encode(prefix, page.get(page.size() - 1))));
    }

    @Override
    public final BatchResult storeAll(List<StoreRequest> requests) {
        requireOpen(Operation.STORE_ALL, null);
        check.batchSize(Operation.STORE_ALL, requests.size());
        List<Write> writes = new ArrayList<>(requests.size());
        for (StoreRequest request : requests) {
            writes.add(checked(Operation.STORE_ALL, request));
        }
        check.batch(writes);
        return writes.isEmpty() ? new BatchResult.Completed(List.of()) : putAll(writes);
    }

    @Override
    public final Map<String, StateEntry> findAll(Collection<String> keys) {
        requireOpen(Operation.RETRIEVE_ALL, null);
        check.batchSize(Operation.RETRIEVE_ALL, keys.size());
        Set<String> distinct = new LinkedHashSet<>(keys);
        distinct.forEach(key -> check.key(Operation.RETRIEVE_ALL, key));
        Map<String, StateEntry> entries = new LinkedHashMap<>();
        if (!distinct.isEmpty()) {
            Map<String, RawEntry> found = getAll(distinct);
            for (String key : distinct) {
                RawEntry raw = found.get(key);
                if (raw != null) {
                    entries.put(key, entry(Operation.RETRIEVE_ALL, key, raw));
                }
            }
        }
        return entries;
    }

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            release();
        }
    }

    /** Refuses with {@code CLOSED} after {@link #close}; for operations that a backend adds. */
    protected final void requireOpen(Operation operation, @Nullable String key) {
        if (closed.get()) {
            throw failure(operation, key, Reason.CLOSED, "the tool was closed", null);
        }
    }

    private Write checked(Operation operation, StoreRequest request) {
        check.key(operation, request.key());
        check.condition(operation, request);
        String text = json.encode(operation, request.key(), request.value());
        byte[] version = new byte[VERSION_BYTES];
        random.nextBytes(version);
        return new Write(
                request.key(),
                text,
                request.condition(),
                check.ttl(operation, request),
                Base64.getUrlEncoder().withoutPadding().encodeToString(version));
    }

    private StateEntry entry(Operation operation, String key, RawEntry raw) {
        return new StateEntry(key, json.decode(operation, key, raw.json()), raw.version(), raw.expiresAt());
    }
}

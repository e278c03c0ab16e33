package io.caxton.state;

import io.caxton.state.StateToolException.Reason;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A state tool that forgets everything at the end of the process, for tests, trials and simulations. It keeps the whole
 * contract, batches being atomic; it is neither durable nor shared between processes.
 *
 * <p>It lives with the contract rather than in the kit, because it needs nothing else, while the kit would bring JUnit
 * to every class path that only wants a tool to play with.
 *
 * <p>It holds a bounded number of entries: a store that would create one more, after expired ones are dropped, is
 * refused with {@link Reason#STORAGE_FULL}.
 */
public final class InMemoryStateTool extends AbstractStateTool {

    /** Entries held when no bound is given. */
    public static final int DEFAULT_MAX_ENTRIES = 100_000;

    private static final StateToolFeatures FEATURES = new StateToolFeatures(
            EnumSet.of(Feature.CREATE_IF_ABSENT, Feature.COMPARE_AND_SET, Feature.CONDITIONAL_DELETE, Feature.TTL),
            Atomicity.ATOMIC,
            Atomicity.ATOMIC);

    private final InstantSource clock;
    private final int maxEntries;
    private final Object lock = new Object();
    private final NavigableMap<String, RawEntry> entries = new TreeMap<>(StateKeys.UTF8_ORDER);

    /** An empty tool with default limits. */
    public InMemoryStateTool(InstantSource clock) {
        this(clock, new SecureRandom(), StateToolLimits.DEFAULTS, DEFAULT_MAX_ENTRIES);
    }

    /**
     * An empty tool.
     *
     * @param clock decides what has expired
     * @param random makes versions; seed it to make them repeatable
     */
    public InMemoryStateTool(InstantSource clock, RandomGenerator random, StateToolLimits limits, int maxEntries) {
        super("memory", FEATURES, limits, random);
        if (maxEntries < 1) {
            throw new IllegalArgumentException("maxEntries must be positive");
        }
        this.clock = clock;
        this.maxEntries = maxEntries;
    }

    @Override
    protected StoreResult put(Write write) {
        synchronized (lock) {
            Instant now = clock.instant();
            Optional<String> current = currentVersion(write.key(), now);
            if (!write.condition().holdsFor(current)) {
                return new StoreResult.ConditionFailed(current);
            }
            requireRoom(Operation.STORE, List.of(write), now);
            keep(write, now);
            return new StoreResult.Stored(write.version(), current.isEmpty());
        }
    }

    @Override
    protected Optional<RawEntry> get(String key) {
        synchronized (lock) {
            return live(key, clock.instant());
        }
    }

    @Override
    protected boolean has(String key) {
        return get(key).isPresent();
    }

    @Override
    protected boolean remove(String key) {
        synchronized (lock) {
            boolean live = has(key);
            entries.remove(key);
            return live;
        }
    }

    @Override
    protected DeleteResult removeIf(String key, String version) {
        synchronized (lock) {
            Optional<String> current = currentVersion(key, clock.instant());
            if (current.isEmpty()) {
                return new DeleteResult.Absent();
            }
            if (!current.get().equals(version)) {
                return new DeleteResult.ConditionFailed(current.get());
            }
            entries.remove(key);
            return new DeleteResult.Deleted();
        }
    }

    @Override
    protected List<String> keys(String prefix, Optional<String> after, int limit) {
        synchronized (lock) {
            Instant now = clock.instant();
            List<String> keys = new ArrayList<>();
            for (Map.Entry<String, RawEntry> entry :
                    entries.tailMap(after.orElse(prefix), after.isEmpty()).entrySet()) {
                if (keys.size() == limit || !entry.getKey().startsWith(prefix)) {
                    break;
                }
                if (entry.getValue().isLiveAt(now)) {
                    keys.add(entry.getKey());
                }
            }
            return keys;
        }
    }

    @Override
    protected BatchResult putAll(List<Write> writes) {
        synchronized (lock) {
            Instant now = clock.instant();
            Map<Integer, StoreResult.ConditionFailed> failures = new HashMap<>();
            List<StoreResult> results = new ArrayList<>();
            for (int i = 0; i < writes.size(); i++) {
                Write write = writes.get(i);
                Optional<String> current = currentVersion(write.key(), now);
                if (!write.condition().holdsFor(current)) {
                    failures.put(i, new StoreResult.ConditionFailed(current));
                }
                results.add(new StoreResult.Stored(write.version(), current.isEmpty()));
            }
            if (!failures.isEmpty()) {
                return new BatchResult.Rejected(failures);
            }
            requireRoom(Operation.STORE_ALL, writes, now);
            writes.forEach(write -> keep(write, now));
            return new BatchResult.Completed(results);
        }
    }

    @Override
    protected Map<String, RawEntry> getAll(Set<String> keys) {
        synchronized (lock) {
            Instant now = clock.instant();
            Map<String, RawEntry> found = new HashMap<>();
            keys.forEach(key -> live(key, now).ifPresent(entry -> found.put(key, entry)));
            return found;
        }
    }

    @Override
    protected void release() {
        synchronized (lock) {
            entries.clear();
        }
    }

    private Optional<RawEntry> live(String key, Instant now) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> entry.isLiveAt(now));
    }

    private Optional<String> currentVersion(String key, Instant now) {
        return live(key, now).map(RawEntry::version);
    }

    private void keep(Write write, Instant now) {
        entries.put(
                write.key(),
                new RawEntry(write.json(), write.version(), write.ttl().map(now::plus)));
    }

    private void requireRoom(Operation operation, List<Write> writes, Instant now) {
        if (countWith(writes) <= maxEntries) {
            return;
        }
        entries.values().removeIf(entry -> !entry.isLiveAt(now));
        if (countWith(writes) > maxEntries) {
            String key = writes.get(0).key();
            throw failure(operation, key, Reason.STORAGE_FULL, "no more than " + maxEntries + " entries", null);
        }
    }

    private long countWith(List<Write> writes) {
        return entries.size()
                + writes.stream()
                        .filter(write -> !entries.containsKey(write.key()))
                        .count();
    }
}

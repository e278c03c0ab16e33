package io.caxton.state.tck;

import io.caxton.state.AbstractStateTool;
import io.caxton.state.Atomicity;
import io.caxton.state.BatchResult;
import io.caxton.state.DeleteResult;
import io.caxton.state.RawEntry;
import io.caxton.state.StateKeys;
import io.caxton.state.StateToolFeatures;
import io.caxton.state.StateToolLimits;
import io.caxton.state.StoreResult;
import io.caxton.state.Write;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** As little as a backend may be: none of the features. */
final class PlainStateTool extends AbstractStateTool {

    private final ConcurrentNavigableMap<String, RawEntry> entries = new ConcurrentSkipListMap<>(StateKeys.UTF8_ORDER);

    PlainStateTool(StateToolLimits limits) {
        super(
                "plain",
                new StateToolFeatures(Set.of(), Atomicity.PER_ITEM, Atomicity.PER_ITEM),
                limits,
                new SecureRandom());
    }

    @Override
    protected StoreResult put(Write write) {
        RawEntry before = entries.put(write.key(), new RawEntry(write.json(), write.version(), Optional.empty()));
        return new StoreResult.Stored(write.version(), before == null);
    }

    @Override
    protected Optional<RawEntry> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    protected boolean has(String key) {
        return entries.containsKey(key);
    }

    @Override
    protected boolean remove(String key) {
        return entries.remove(key) != null;
    }

    @Override
    protected DeleteResult removeIf(String key, String version) {
        throw new AssertionError("refused before it comes here");
    }

    @Override
    protected List<String> keys(String prefix, Optional<String> after, int limit) {
        return entries.tailMap(after.orElse(prefix), after.isEmpty()).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .limit(limit)
                .toList();
    }

    @Override
    protected BatchResult putAll(List<Write> writes) {
        List<StoreResult> results = new ArrayList<>();
        writes.forEach(write -> results.add(put(write)));
        return new BatchResult.Completed(results);
    }

    @Override
    protected Map<String, RawEntry> getAll(Set<String> keys) {
        Map<String, RawEntry> found = new HashMap<>();
        keys.forEach(key -> get(key).ifPresent(entry -> found.put(key, entry)));
        return found;
    }

    @Override
    protected void release() {
        entries.clear();
    }
}

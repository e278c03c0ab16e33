package io.caxton.core.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers how to take every change back. The in-memory state rolls a failed work back with it, and a crash takes back
 * everything since the last sync.
 */
final class UndoLog {
    private final Deque<Runnable> inverses = new ArrayDeque<>();

    /** The inverse of a change just made. */
    void add(Runnable inverse) {
        inverses.push(inverse);
    }

    /** Puts a value into a map, or removes it if there is none, undoably. */
    <K, V> void put(Map<K, V> map, K key, Optional<V> value) {
        Optional<V> before = Optional.ofNullable(map.get(key));
        set(map, key, value);
        add(() -> set(map, key, before));
    }

    int mark() {
        return inverses.size();
    }

    /** Takes back everything after a mark, newest first. */
    void rollbackTo(int mark) {
        while (inverses.size() > mark) {
            inverses.pop().run();
        }
    }

    /** Makes everything so far permanent. */
    void forget() {
        inverses.clear();
    }

    private static <K, V> void set(Map<K, V> map, K key, Optional<V> value) {
        if (value.isPresent()) {
            map.put(key, value.get());
        } else {
            map.remove(key);
        }
    }
}

package io.caxton.core.storage;

import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.CopyUsage;
import io.caxton.core.copies.HeldCopy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Copies in a map. */
final class InMemoryCopyStore implements CopyStore {
    private static final byte[] NOTHING = {};

    private record Key(String owner, String messageId) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::owner).thenComparing(Key::messageId);

        static Key of(HeldCopy held) {
            return new Key(held.owner(), held.copy().messageId());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final UndoLog undo;
    private final String storeId;
    private final Map<Key, HeldCopy> copies = new TreeMap<>();

    InMemoryCopyStore(UndoLog undo, String storeId) {
        this.undo = undo;
        this.storeId = storeId;
    }

    @Override
    public String storeId() {
        return storeId;
    }

    @Override
    public void save(HeldCopy copy) {
        undo.put(copies, Key.of(copy), Optional.of(copy));
    }

    @Override
    public Optional<HeldCopy> find(String owner, String messageId) {
        return Optional.ofNullable(copies.get(new Key(owner, messageId)));
    }

    @Override
    public void markAdopted(String owner, String messageId) {
        find(owner, messageId).ifPresent(held -> {
            Copy copy = held.copy();
            Copy marked =
                    new Copy(messageId, copy.names(), copy.position(), copy.expiresAt(), "", Optional.empty(), NOTHING);
            save(new HeldCopy(owner, held.store(), marked, true));
        });
    }

    @Override
    public void remove(String owner, String store, String messageId) {
        find(owner, messageId).filter(held -> held.store().equals(store)).ifPresent(this::take);
    }

    private void take(HeldCopy held) {
        undo.put(copies, Key.of(held), Optional.empty());
    }

    @Override
    public List<String> stores(String owner) {
        return of(owner)
                .filter(held -> !held.adopted())
                .map(HeldCopy::store)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<HeldCopy> waiting(String owner, String store, long after, int limit) {
        return of(owner)
                .filter(held -> held.store().equals(store)
                        && !held.adopted()
                        && held.copy().position() > after)
                .sorted(Comparator.comparingLong(held -> held.copy().position()))
                .limit(limit)
                .toList();
    }

    @Override
    public int forgetOtherStores(String owner, String store, int limit) {
        return take(
                held -> held.owner().equals(owner)
                        && held.adopted()
                        && !held.store().equals(store),
                limit);
    }

    @Override
    public List<Claimed> page(String owner, String store, String after, int limit) {
        return of(owner)
                .filter(held -> held.store().equals(store))
                .filter(held -> held.copy().messageId().compareTo(after) > 0)
                .limit(limit)
                .map(held -> new Claimed(held.copy().messageId(), held.copy().names(), held.adopted()))
                .toList();
    }

    @Override
    public List<String> owners() {
        return copies.keySet().stream().map(Key::owner).distinct().toList();
    }

    @Override
    public CopyUsage usage(String owner) {
        return usage(of(owner));
    }

    @Override
    public CopyUsage usage() {
        return usage(copies.values().stream());
    }

    private static CopyUsage usage(Stream<HeldCopy> of) {
        return of.map(held -> held.copy().sizeBytes())
                .reduce(
                        CopyUsage.NONE,
                        CopyUsage::plus,
                        (a, b) -> new CopyUsage(a.copies() + b.copies(), a.bytes() + b.bytes()));
    }

    @Override
    public int prune(Instant before, int limit) {
        return take(held -> held.copy().expiresAt().isBefore(before), limit);
    }

    private int take(Predicate<HeldCopy> which, int limit) {
        List<HeldCopy> due = copies.values().stream().filter(which).limit(limit).toList();
        due.forEach(this::take);
        return due.size();
    }

    private Stream<HeldCopy> of(String owner) {
        return copies.values().stream().filter(held -> held.owner().equals(owner));
    }
}

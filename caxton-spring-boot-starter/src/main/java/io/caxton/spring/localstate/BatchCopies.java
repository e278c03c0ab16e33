package io.caxton.spring.localstate;

import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.CopyUsage;
import io.caxton.core.copies.HeldCopy;
import io.caxton.core.storage.CopyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Copies as the works of a batch see them. They come in batches of their own, so each is written at once. */
final class BatchCopies implements CopyStore {
    private final UnitOfWork unit;

    BatchCopies(UnitOfWork unit) {
        this.unit = unit;
    }

    private CopyTable settled() {
        unit.settle();
        return unit.copies;
    }

    @Override
    public String storeId() {
        return settled().storeId();
    }

    @Override
    public void save(HeldCopy copy) {
        settled().save(copy);
        unit.addBytes(copy.copy().sizeBytes());
    }

    @Override
    public Optional<HeldCopy> find(String owner, String messageId) {
        return settled().find(owner, messageId);
    }

    @Override
    public void markAdopted(String owner, String messageId) {
        settled().markAdopted(owner, messageId);
    }

    @Override
    public void remove(String owner, String store, String messageId) {
        settled().remove(owner, store, messageId);
    }

    @Override
    public List<String> stores(String owner) {
        return settled().stores(owner);
    }

    @Override
    public List<HeldCopy> waiting(String owner, String store, long after, int limit) {
        return settled().waiting(owner, store, after, limit);
    }

    @Override
    public int forgetOtherStores(String owner, String store, int limit) {
        return settled().forgetOtherStores(owner, store, limit);
    }

    @Override
    public List<Claimed> page(String owner, String store, String after, int limit) {
        return settled().page(owner, store, after, limit);
    }

    @Override
    public List<String> owners() {
        return settled().owners();
    }

    @Override
    public CopyUsage usage(String owner) {
        return settled().usage(owner);
    }

    @Override
    public CopyUsage usage() {
        return settled().usage();
    }

    @Override
    public int prune(Instant before, int limit) {
        return settled().prune(before, limit);
    }
}

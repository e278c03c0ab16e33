package io.caxton.spring.localstate;

import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.CopyUsage;
import io.caxton.core.copies.HeldCopy;
import io.caxton.core.storage.CopyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Copies as they are in the file. */
final class DurableCopies implements CopyStore {
    private final CopyTable copies;

    DurableCopies(Session session) {
        this.copies = new CopyTable(session);
    }

    @Override
    public String storeId() {
        return copies.storeId();
    }

    @Override
    public Optional<HeldCopy> find(String owner, String messageId) {
        return copies.find(owner, messageId);
    }

    @Override
    public List<String> stores(String owner) {
        return copies.stores(owner);
    }

    @Override
    public List<HeldCopy> waiting(String owner, String store, long after, int limit) {
        return copies.waiting(owner, store, after, limit);
    }

    @Override
    public List<Claimed> page(String owner, String store, String after, int limit) {
        return copies.page(owner, store, after, limit);
    }

    @Override
    public List<String> owners() {
        return copies.owners();
    }

    @Override
    public CopyUsage usage(String owner) {
        return copies.usage(owner);
    }

    @Override
    public CopyUsage usage() {
        return copies.usage();
    }

    @Override
    public void save(HeldCopy copy) {
        throw ReadOnly.refused();
    }

    @Override
    public void markAdopted(String owner, String messageId) {
        throw ReadOnly.refused();
    }

    @Override
    public void remove(String owner, String store, String messageId) {
        throw ReadOnly.refused();
    }

    @Override
    public int forgetOtherStores(String owner, String store, int limit) {
        throw ReadOnly.refused();
    }

    @Override
    public int prune(Instant before, int limit) {
        throw ReadOnly.refused();
    }
}

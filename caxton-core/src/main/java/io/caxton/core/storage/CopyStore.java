package io.caxton.core.storage;

import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.CopyUsage;
import io.caxton.core.copies.HeldCopy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Copies kept for other nodes: at most one for each owner and message. In no lane and no count. Part of one {@link Transaction}. */
public interface CopyStore {
    /** What tells this local state from every other: made with it, so that one which was lost comes back with another. */
    String storeId();

    /** Adds a copy or replaces the one of the same owner and message. */
    void save(HeldCopy copy);

    Optional<HeldCopy> find(String owner, String messageId);

    /** Keeps only the id and the names of a copy that is this node's own now. */
    void markAdopted(String owner, String messageId);

    /** Forgets a copy of this store of the owner. */
    void remove(String owner, String store, String messageId);

    /** Which stores of an owner the copies are of that are not adopted, sorted. */
    List<String> stores(String owner);

    /** Copies of a store of an owner that are not adopted, with a position above {@code after}, by position. */
    List<HeldCopy> waiting(String owner, String store, long after, int limit);

    /** Forgets what was adopted from other stores of an owner than this: nobody will ask for it any more. */
    int forgetOtherStores(String owner, String store, int limit);

    /** What is kept of this store of an owner with an id above {@code after}, by id. */
    List<Claimed> page(String owner, String store, String after, int limit);

    /** Owners that something is kept for, sorted. */
    List<String> owners();

    /** How much is kept for an owner. */
    CopyUsage usage(String owner);

    /** How much is kept for all. */
    CopyUsage usage();

    /** Forgets up to {@code limit} copies whose deadline was before an instant; returns how many. */
    int prune(Instant before, int limit);
}

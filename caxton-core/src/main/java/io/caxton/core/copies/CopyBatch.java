package io.caxton.core.copies;

import java.util.List;

/**
 * What an owner asks of the node that keeps its copies.
 *
 * @param store which disk of the owner this is about
 * @param copies to be kept
 * @param drops ids of messages whose copies are needed no more
 */
public record CopyBatch(String store, List<Copy> copies, List<String> drops) {
    public CopyBatch {
        copies = List.copyOf(copies);
        drops = List.copyOf(drops);
    }
}

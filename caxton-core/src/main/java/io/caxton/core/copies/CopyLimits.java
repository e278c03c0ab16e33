package io.caxton.core.copies;

/**
 * What a node keeps for others at most; what is beyond is refused, as if the node were not there.
 *
 * @param copiesOfOne messages of one owner
 * @param bytesOfOne their bytes
 * @param copies messages of all owners
 * @param bytes their bytes
 */
public record CopyLimits(long copiesOfOne, long bytesOfOne, long copies, long bytes) {
    /** Whether one more of this size has room. */
    public boolean hasRoom(CopyUsage ofOne, CopyUsage ofAll, long size) {
        return ofOne.copies() < copiesOfOne
                && ofOne.bytes() + size <= bytesOfOne
                && ofAll.copies() < copies
                && ofAll.bytes() + size <= bytes;
    }
}

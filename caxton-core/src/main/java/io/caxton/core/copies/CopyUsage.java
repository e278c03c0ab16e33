package io.caxton.core.copies;

/**
 * How much a node keeps for others.
 *
 * @param copies messages, adopted ones included while they are remembered
 * @param bytes of those that are not adopted
 */
public record CopyUsage(long copies, long bytes) {
    /** Nothing. */
    public static final CopyUsage NONE = new CopyUsage(0, 0);

    /** The same with one more. */
    public CopyUsage plus(long size) {
        return new CopyUsage(copies + 1, bytes + size);
    }
}

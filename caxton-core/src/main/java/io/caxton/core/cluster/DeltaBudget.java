package io.caxton.core.cluster;

/** How much may still go into one answer. */
final class DeltaBudget {
    /** What the frame of a delta takes on the wire at most: its node's id and six numbers. */
    private static final int FRAME = Rules.MAX_ID + 70;

    private int entries;
    private long bytes;
    private boolean used;

    DeltaBudget(ClusterLimits limits) {
        this.entries = limits.maxDeltaEntries();
        this.bytes = limits.maxDeltaBytes();
    }

    /** Whether another delta may begin; it may then take one entry, however large. */
    boolean beginDelta() {
        if (used && (entries == 0 || bytes < FRAME)) {
            return false;
        }
        bytes -= FRAME;
        return true;
    }

    /** Takes room for an entry if there is; there is always for the first. */
    boolean take(int weight) {
        if (used && (entries == 0 || bytes < weight)) {
            return false;
        }
        used = true;
        entries--;
        bytes -= weight;
        return true;
    }
}

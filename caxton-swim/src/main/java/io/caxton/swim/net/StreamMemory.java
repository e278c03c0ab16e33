package io.caxton.swim.net;

/** How much all streams of one direction keep together, and may. On the loop's thread. */
final class StreamMemory {
    private final long most;
    private long kept;

    StreamMemory(long most) {
        this.most = most;
    }

    /** Whether so much more may be kept; then it is. */
    boolean keep(long bytes) {
        if (bytes > most - kept) {
            return false;
        }
        kept += bytes;
        return true;
    }

    void release(long bytes) {
        kept -= bytes;
    }

    long kept() {
        return kept;
    }
}

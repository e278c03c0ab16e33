package io.caxton.swim.serf;

/** Logical time (Lamport, 1978): later than anything heard of. */
final class LamportClock {
    private long time;

    long time() {
        return time;
    }

    long next() {
        time++;
        return time;
    }

    /** Something with this time was heard of. */
    void witness(long other) {
        time = Math.max(time, other + 1);
    }
}

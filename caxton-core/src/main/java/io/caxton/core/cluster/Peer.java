package io.caxton.core.cluster;

/** Another node that is alive, and what is under way with it. To be used on one thread. */
final class Peer {
    private final String nodeId;
    private long told;
    private boolean asksFirst = true;
    private boolean busy;

    /** @param told up to which change of this node it need not be told, as it will ask */
    Peer(String nodeId, long told) {
        this.nodeId = nodeId;
        this.told = told;
    }

    String nodeId() {
        return nodeId;
    }

    /** Up to which change of this node it has been told. */
    long told() {
        return told;
    }

    void isTold(long counter) {
        told = Math.max(told, counter);
    }

    /** Counters start again. */
    void isToldNothing() {
        told = 0;
    }

    /** Whether the first exchange with it is still to come. */
    boolean isNew() {
        return asksFirst;
    }

    boolean isBusy() {
        return busy;
    }

    void begin() {
        asksFirst = false;
        busy = true;
    }

    void end() {
        busy = false;
    }
}

package io.caxton.benchmarks.soak;

import java.util.BitSet;

/**
 * Every message of a run by its number: what the node said of it, and whether it was handled. A message whose answer never
 * came may have been accepted: it is not lost if it never comes, and it is handled if it does.
 */
final class Ledger {
    private final BitSet accepted = new BitSet();
    private final BitSet handled = new BitSet();
    private final BitSet closed = new BitSet();
    private int next;
    private int open;
    private long handledCount;
    private long handedOut;
    private long handledTwice;
    private long refused;
    private long unknown;

    /** The number of the next message, which is open from now on. */
    synchronized int next() {
        open++;
        return next++;
    }

    synchronized void accepted(int number) {
        accepted.set(number);
    }

    /** The node said that it does not take it. */
    synchronized void refused(int number) {
        refused++;
        close(number);
    }

    /** The connection broke before the answer. */
    synchronized void unknown(int number) {
        unknown++;
        close(number);
    }

    /** It came to a consumer, perhaps not for the first time. */
    synchronized void handedOut() {
        handedOut++;
    }

    /** The node took its acknowledgement. */
    synchronized void handled(int number) {
        if (handled.get(number)) {
            handledTwice++;
            return;
        }
        handled.set(number);
        handledCount++;
        close(number);
    }

    private void close(int number) {
        if (!closed.get(number)) {
            closed.set(number);
            open--;
            notifyAll();
        }
    }

    /** How many have been sent and have no outcome yet. */
    synchronized int open() {
        return open;
    }

    /** How many have been acknowledged. */
    synchronized long handledCount() {
        return handledCount;
    }

    /** Waits until fewer than this many are open, or for so long; whether they are. */
    synchronized boolean awaitOpenBelow(int bound, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (open >= bound) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized Totals totals() {
        BitSet lost = (BitSet) accepted.clone();
        lost.andNot(handled);
        return new Totals(
                next,
                accepted.cardinality(),
                handledCount,
                lost.cardinality(),
                handledTwice,
                refused,
                unknown,
                Math.max(0, handedOut - handledCount));
    }

    /**
     * The whole run.
     *
     * @param sent how many were sent
     * @param accepted how many the node said it has
     * @param handled how many were acknowledged
     * @param lost how many were accepted and not acknowledged
     * @param twice how many acknowledgements were taken for a message that had one
     * @param refused how many the node did not take
     * @param unknown how many have no answer
     * @param repeats how many times a message was handed out again
     */
    record Totals(
            long sent, long accepted, long handled, long lost, long twice, long refused, long unknown, long repeats) {}
}

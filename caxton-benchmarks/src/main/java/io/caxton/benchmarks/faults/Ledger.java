package io.caxton.benchmarks.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Every message of a run by its number: whether a node accepted it, and what became of it at its recipient. A recipient
 * recognises a message it has had by its id; what that lets through counts. Safe for use by several threads.
 */
final class Ledger {
    private final BitSet accepted = new BitSet();
    private final BitSet handled = new BitSet();
    private final List<BitSet> seen = new ArrayList<>();
    private final Map<Integer, Integer> lastOf = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Map<Integer, Long> sentAt = new ConcurrentHashMap<>();
    private final Recorder acceptNanos = new Recorder(3);
    private final Recorder deliveryNanos = new Recorder(3);
    private final Deque<Mark> marks = new ArrayDeque<>();
    private int next;
    private int firstOpen;
    private long acceptedCount;
    private long handledCount;
    private long repeats;
    private long twice;
    private long outOfOrder;
    private long notices;

    /** Somebody wants to know when all below a number were handled. */
    private record Mark(int below, long sinceNanos, LongConsumer whenHandled) {}

    /** @param recipients how many there are */
    Ledger(int recipients) {
        for (int i = 0; i < recipients; i++) {
            seen.add(new BitSet());
        }
    }

    /** The number of the next message. */
    synchronized int next() {
        notifyAll();
        return next++;
    }

    /** It is said to a node, perhaps not for the first time. */
    void tried(int number) {
        sentAt.put(number, System.nanoTime());
    }

    /** A node said that it has it. */
    synchronized void accepted(int number) {
        if (!accepted.get(number)) {
            accepted.set(number);
            acceptedCount++;
            Long at = sentAt.get(number);
            if (at != null) {
                acceptNanos.recordValue(System.nanoTime() - at);
            }
            notifyAll();
        }
    }

    /** A node said that it does not take it now. */
    synchronized void refused(String reason) {
        refusals.merge(reason, 1, Integer::sum);
    }

    /** A sender was told that a message failed. */
    synchronized void notice() {
        notices++;
    }

    /**
     * It came to a recipient.
     *
     * @param identity the number that its id is made of
     * @param number the one that its content says
     * @param conversation which it is part of
     * @param sequence its place in that
     */
    synchronized void arrived(int recipient, int identity, int number, int conversation, int sequence) {
        if (seen.get(recipient).get(identity)) {
            repeats++;
            return;
        }
        seen.get(recipient).set(identity);
        if (handled.get(number)) {
            twice++;
            return;
        }
        handled.set(number);
        handledCount++;
        if (lastOf.getOrDefault(conversation, 0) >= sequence) {
            outOfOrder++;
        }
        lastOf.merge(conversation, sequence, Math::max);
        Long at = sentAt.remove(number);
        if (at != null) {
            deliveryNanos.recordValue(System.nanoTime() - at);
        }
        reach();
        notifyAll();
    }

    /** Tells, from some thread, how long from now it takes until all that have a number now were handled. */
    synchronized void whenHandled(LongConsumer nanos) {
        marks.add(new Mark(next, System.nanoTime(), nanos));
        reach();
    }

    private void reach() {
        firstOpen = handled.nextClearBit(firstOpen);
        for (Mark mark = marks.peek(); mark != null && mark.below() <= firstOpen; mark = marks.peek()) {
            marks.remove();
            mark.whenHandled().accept(System.nanoTime() - mark.sinceNanos());
        }
    }

    /** How many have a number and were not handled. */
    synchronized long open() {
        return next - handledCount;
    }

    /** Waits until so many are open, or for so long; whether they are. */
    synchronized boolean awaitOpen(int messages, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (open() < messages && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return open() >= messages;
    }

    /** Waits until all that have a number were accepted, or for so long; whether they were. */
    synchronized boolean awaitAccepted(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (acceptedCount < next && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return acceptedCount == next;
    }

    /** Waits until all that have a number were handled, or for so long; whether they were. */
    synchronized boolean awaitHandled(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (handledCount < next && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return handledCount == next;
    }

    /** From a send to its arrival at the recipient, since the last call. */
    Histogram deliveries() {
        return deliveryNanos.getIntervalHistogram();
    }

    /** From a send to its acceptance, since the last call. */
    Histogram accepts() {
        return acceptNanos.getIntervalHistogram();
    }

    /** Some of those that were accepted and did not come. */
    synchronized List<Integer> lost(int most) {
        BitSet lost = (BitSet) accepted.clone();
        lost.andNot(handled);
        return lost.stream().limit(most).boxed().toList();
    }

    synchronized Totals totals() {
        return new Totals(
                next,
                acceptedCount,
                handledCount,
                lost(Integer.MAX_VALUE).size(),
                repeats,
                twice,
                outOfOrder,
                notices,
                Map.copyOf(refusals));
    }

    /**
     * The whole run.
     *
     * @param sent how many were to be sent
     * @param accepted how many a node said it has
     * @param handled how many came to their recipient
     * @param lost how many were accepted and did not come
     * @param repeats how many came again and were recognised
     * @param twice how many came again and were not
     * @param outOfOrder how many came after a later one of their conversation
     * @param notices how often a sender was told that one failed
     * @param refusals how often they were not taken at once, by reason; they were sent again
     */
    record Totals(
            long sent,
            long accepted,
            long handled,
            long lost,
            long repeats,
            long twice,
            long outOfOrder,
            long notices,
            Map<String, Integer> refusals) {
        /** Whether nothing happened that must not. */
        boolean isClean() {
            return accepted == sent && lost == 0 && twice == 0 && outOfOrder == 0 && notices == 0;
        }
    }
}

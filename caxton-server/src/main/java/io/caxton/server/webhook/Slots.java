package io.caxton.server.webhook;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** How many posts may still start on this node, and which instances wait for that, in the order they came. */
final class Slots {
    private final int all;
    private final Set<AgentPump> waiting = new LinkedHashSet<>();
    private int free;

    Slots(int all) {
        this.all = all;
        this.free = all;
    }

    /** Takes up to {@code wanted}, one while others wait; none means that the pump is woken when there is one. */
    synchronized int take(AgentPump pump, int wanted) {
        int taken = Math.min(free, waiting.isEmpty() ? wanted : 1);
        free -= taken;
        if (taken == 0) {
            waiting.add(pump);
        }
        return taken;
    }

    /** Gives some back and wakes who waits. */
    void release(int count) {
        synchronized (this) {
            free += count;
            notifyAll();
        }
        for (Optional<AgentPump> next = next(); next.isPresent(); next = next()) {
            next.get().pump();
        }
    }

    private synchronized Optional<AgentPump> next() {
        Optional<AgentPump> next = free > 0 ? waiting.stream().findFirst() : Optional.empty();
        next.ifPresent(waiting::remove);
        return next;
    }

    synchronized int taken() {
        return all - free;
    }

    /** Waits until every slot is free; false if that does not happen in time. */
    synchronized boolean awaitIdle(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (free < all) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

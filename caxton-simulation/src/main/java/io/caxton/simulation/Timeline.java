package io.caxton.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/** Virtual time, and what is to happen in it. What is planned for one moment happens in the order in which it was planned. */
public final class Timeline {
    private record Planned(Instant at, long number, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int earlier = at.compareTo(other.at);
            return earlier != 0 ? earlier : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private Instant now = Instant.EPOCH;
    private long numbers;

    public Instant now() {
        return now;
    }

    /** How much is planned. */
    public int size() {
        return planned.size();
    }

    /** Plans something; what should have happened already happens now. */
    public void at(Instant time, Runnable action) {
        planned.add(new Planned(time.isBefore(now) ? now : time, numbers++, action));
    }

    public void after(Duration wait, Runnable action) {
        at(now.plus(wait), action);
    }

    /** Lets everything happen up to a time, which it is then. */
    public void runUntil(Instant end) {
        while (!planned.isEmpty() && !planned.element().at().isAfter(end)) {
            Planned next = planned.remove();
            now = next.at();
            next.action().run();
        }
        now = end;
    }
}

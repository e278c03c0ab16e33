package io.caxton.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time, and what is to happen in it. What is planned for one moment happens in the order in which it was planned. */
public final class Timeline {
    private static final Comparator<Planned> ORDER =
            Comparator.comparing(Planned::at).thenComparingLong(Planned::number);

    private record Planned(Instant at, long number, Runnable action) {}

    private final PriorityQueue<Planned> planned = new PriorityQueue<>(ORDER);
    private Instant now = Instant.EPOCH;
    private long numbers;

    public Instant now() {
        return now;
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

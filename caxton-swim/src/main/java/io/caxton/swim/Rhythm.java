package io.caxton.swim;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When something is done again and again. Begins at a random time within its pause, so that nodes started together do not act together. */
final class Rhythm {
    private final RandomGenerator random;
    private Instant due = Timed.NEVER;

    Rhythm(RandomGenerator random) {
        this.random = random;
    }

    void begin(Instant now, Duration pause) {
        due = now.plusNanos(random.nextLong(pause.toNanos()));
    }

    void stop() {
        due = Timed.NEVER;
    }

    Instant due() {
        return due;
    }

    boolean isDue(Instant now) {
        return !due.isAfter(now);
    }

    /** The next time, after a pause. What was missed is not made up for: a node that was stopped does not hurry. */
    void next(Instant now, Duration pause) {
        Instant planned = due.plus(pause);
        due = planned.isAfter(now) ? planned : now.plus(pause);
    }

    /** At the given time at the latest. */
    void hurry(Instant at) {
        if (!due.equals(Timed.NEVER) && at.isBefore(due)) {
            due = at;
        }
    }
}

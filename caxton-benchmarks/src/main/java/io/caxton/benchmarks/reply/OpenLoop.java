package io.caxton.benchmarks.reply;

import io.caxton.benchmarks.Result;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/** Asks at a steady rate whatever comes back; each is timed from when it was due, so that what waits to be asked counts. */
final class OpenLoop {
    /** With so many open it waits: what is refused would take no time. */
    private static final int MOST_OPEN = 800;

    private static final Duration GRACE = Duration.ofSeconds(60);

    private OpenLoop() {}

    /** Runs for so long; fails if anything asked for did. */
    static Result run(Side side, double perSecond, Duration time) throws InterruptedException {
        ConcurrentHistogram nanos = new ConcurrentHistogram(3);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Semaphore room = new Semaphore(MOST_OPEN);
        long started = System.nanoTime();
        for (long i = 0; ; i++) {
            long due = started + (long) (i * 1e9 / perSecond);
            if (System.nanoTime() - started > time.toNanos()) {
                break;
            }
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            room.acquire();
            var unused = side.ask().whenComplete((done, failure) -> {
                if (failure == null) {
                    nanos.recordValue(System.nanoTime() - due);
                } else {
                    failures.add(failure);
                }
                room.release();
            });
        }
        if (!room.tryAcquire(MOST_OPEN, GRACE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(side.label() + ": some never ended");
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(side.label() + ": one failed", failures.peek());
        }
        return Result.of(nanos, (System.nanoTime() - started) / 1e9);
    }
}

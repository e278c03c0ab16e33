package io.caxton.benchmarks.reply;

import io.caxton.benchmarks.Result;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** Exchanges one after the other, in so many chains at once. */
final class Exchanges {
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Side side;
    private final ConcurrentHistogram nanos = new ConcurrentHistogram(3);
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch chains;
    private volatile long end;

    private Exchanges(Side side, int concurrency) {
        this.side = side;
        this.chains = new CountDownLatch(concurrency);
    }

    /** Runs for so long; fails if any exchange did. */
    static Result run(Side side, int concurrency, Duration time) throws InterruptedException {
        return new Exchanges(side, concurrency).run(concurrency, time);
    }

    private Result run(int concurrency, Duration time) throws InterruptedException {
        long started = System.nanoTime();
        end = started + time.toNanos();
        for (int i = 0; i < concurrency; i++) {
            ForkJoinPool.commonPool().execute(this::next);
        }
        if (!chains.await(time.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException(side.label() + ": replies are missing");
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        if (!failures.isEmpty()) {
            throw new IllegalStateException(side.label() + ": an exchange failed", failures.peek());
        }
        return Result.of(nanos, seconds);
    }

    private void next() {
        long started = System.nanoTime();
        var unused = side.ask().whenComplete((reply, failure) -> {
            if (failure != null) {
                failures.add(failure);
            } else {
                nanos.recordValue(System.nanoTime() - started);
            }
            if (failure == null && System.nanoTime() < end) {
                next();
            } else {
                chains.countDown();
            }
        });
    }
}

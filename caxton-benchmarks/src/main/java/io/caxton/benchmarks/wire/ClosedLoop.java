package io.caxton.benchmarks.wire;

import io.caxton.benchmarks.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Sends the same request on every connection, the next one when the answer to the last is there. */
public final class ClosedLoop {
    private final HttpConnections connections;
    private final byte[] request;
    private final int wantedStatus;
    private final Histogram nanos = new Histogram(3);
    private final AtomicLong failures = new AtomicLong();
    private final CountDownLatch running;
    private volatile long end;

    private ClosedLoop(HttpConnections connections, byte[] request, int wantedStatus, int concurrency) {
        this.connections = connections;
        this.request = request;
        this.wantedStatus = wantedStatus;
        this.running = new CountDownLatch(concurrency);
    }

    /** Runs for so long; fails if any answer had another status. */
    public static Result run(int port, byte[] request, int wantedStatus, int concurrency, Duration time)
            throws IOException, InterruptedException {
        try (HttpConnections connections = HttpConnections.open(port, concurrency)) {
            return new ClosedLoop(connections, request, wantedStatus, concurrency).run(concurrency, time);
        }
    }

    private Result run(int concurrency, Duration time) throws IOException, InterruptedException {
        long started = System.nanoTime();
        end = started + time.toNanos();
        for (int i = 0; i < concurrency; i++) {
            next();
        }
        running.await();
        double seconds = (System.nanoTime() - started) / 1e9;
        if (failures.get() > 0) {
            throw new IOException(failures.get() + " requests were not answered " + wantedStatus);
        }
        return Result.of(nanos, seconds);
    }

    private void next() {
        connections.send(request, new HttpExchange() {
            @Override
            public void answered(int status, byte[] body, long took) {
                if (status == wantedStatus) {
                    nanos.recordValue(took);
                } else {
                    failures.incrementAndGet();
                }
                again();
            }

            @Override
            public void failed(IOException reason) {
                failures.incrementAndGet();
                again();
            }
        });
    }

    private void again() {
        if (System.nanoTime() < end) {
            next();
        } else {
            running.countDown();
        }
    }
}

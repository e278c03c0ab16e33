package io.caxton.spring.peer;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls that have no answer yet, and the threads on which their callers learn it. */
final class InFlight implements Executor, AutoCloseable {
    /** The outcome of what stopping has ended. */
    static final String STOPPING = "stopping";

    private static final int LEAST_THREADS = 2;

    private final Map<Long, CompletableFuture<?>> calls = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ThreadPoolExecutor threads;
    private volatile boolean closed;

    InFlight(int most) {
        int count = Math.max(LEAST_THREADS, Runtime.getRuntime().availableProcessors());
        threads = new ThreadPoolExecutor(
                count,
                count,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(most),
                task -> {
                    Thread daemon = new Thread(task, "caxton-peer-calls");
                    daemon.setDaemon(true);
                    return daemon;
                },
                // There are never more tasks than calls; those that end while the node stops are told at once.
                (task, pool) -> task.run());
        threads.allowCoreThreadTimeOut(true);
    }

    void add(CompletableFuture<?> call) {
        long number = numbers.incrementAndGet();
        calls.put(number, call);
        var unused = call.whenComplete((answer, failure) -> calls.remove(number));
        if (closed) {
            end(call);
        }
    }

    private static void end(CompletableFuture<?> call) {
        call.completeExceptionally(CallFailedException.notTried(STOPPING, "this node is stopping"));
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        closed = true;
        calls.values().forEach(InFlight::end);
        threads.shutdown();
    }
}

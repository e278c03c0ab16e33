package io.caxton.spring.gateway;

import io.caxton.core.storage.LocalStateException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Callers that wait for something to happen under a key. Who registers before looking cannot miss what happens after.
 *
 * @param <T> what they are told
 */
final class Waiters<T> {
    private final ConcurrentHashMap<String, Queue<CompletableFuture<T>>> byKey = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int most;
    private volatile boolean closed;

    Waiters(int most) {
        this.most = most;
    }

    /** A future that completes when its turn comes; the caller completes it itself to stop waiting. */
    CompletableFuture<T> register(String key) {
        if (closed) {
            throw new LocalStateException(LocalStateException.Reason.CLOSED, "the node is stopping");
        }
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            throw new LocalStateException(
                    LocalStateException.Reason.OVERLOADED, "more than " + most + " callers wait already");
        }
        CompletableFuture<T> waiter = new CompletableFuture<>();
        byKey.compute(key, (k, queue) -> {
            Queue<CompletableFuture<T>> all = queue == null ? new ArrayDeque<>() : queue;
            all.add(waiter);
            return all;
        });
        var unused = waiter.whenComplete((value, failure) -> remove(key, waiter));
        return waiter;
    }

    /** Tells the one that has waited longest. */
    void wakeOne(String key, T value) {
        CompletableFuture<T> first;
        do {
            first = poll(key);
        } while (first != null && !first.complete(value));
    }

    /** Tells everyone who waits under this key. */
    void wakeAll(String key, T value) {
        for (CompletableFuture<T> next = poll(key); next != null; next = poll(key)) {
            next.complete(value);
        }
    }

    /** Ends all waiting with this value and lets nobody wait from now on. */
    void close(T value) {
        closed = true;
        byKey.keySet().forEach(key -> wakeAll(key, value));
    }

    boolean isClosed() {
        return closed;
    }

    int size() {
        return waiting.get();
    }

    private @Nullable CompletableFuture<T> poll(String key) {
        Queue<CompletableFuture<T>> taken = new ArrayDeque<>(1);
        byKey.computeIfPresent(key, (k, queue) -> {
            CompletableFuture<T> first = queue.poll();
            if (first != null) {
                taken.add(first);
            }
            return queue.isEmpty() ? null : queue;
        });
        return taken.poll();
    }

    private void remove(String key, CompletableFuture<T> waiter) {
        waiting.decrementAndGet();
        byKey.computeIfPresent(key, (k, queue) -> {
            queue.removeIf(other -> other == waiter);
            return queue.isEmpty() ? null : queue;
        });
    }
}

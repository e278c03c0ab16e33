package io.caxton.benchmarks.reply;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Who waits for which reply. A repeated reply finds nobody. */
final class Pending {
    private final ConcurrentHashMap<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();

    record Question(String id, CompletableFuture<Void> reply) {}

    Question ask() {
        Question question = new Question(Long.toString(next.incrementAndGet()), new CompletableFuture<>());
        waiting.put(question.id(), question.reply());
        return question;
    }

    void answered(String id) {
        CompletableFuture<Void> reply = waiting.remove(id);
        if (reply != null) {
            reply.complete(null);
        }
    }

    void failed(String id, Throwable reason) {
        CompletableFuture<Void> reply = waiting.remove(id);
        if (reply != null) {
            reply.completeExceptionally(reason);
        }
    }
}

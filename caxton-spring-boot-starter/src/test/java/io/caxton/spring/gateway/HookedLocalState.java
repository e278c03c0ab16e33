package io.caxton.spring.gateway;

import io.caxton.core.storage.AgentStore;
import io.caxton.core.storage.ConversationStore;
import io.caxton.core.storage.CopyStore;
import io.caxton.core.storage.DeliveryStore;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.MessageStore;
import io.caxton.core.storage.ReportStore;
import io.caxton.core.storage.Transaction;
import io.caxton.core.storage.Work;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Lets a test do something between two steps of others. */
final class HookedLocalState implements LocalState {
    private static void nothing() {}

    private final LocalState inner;
    private final AtomicReference<Runnable> deliveriesAsked = new AtomicReference<>(HookedLocalState::nothing);
    private final AtomicReference<Runnable> written = new AtomicReference<>(HookedLocalState::nothing);
    private final AtomicReference<Optional<RuntimeException>> refusal = new AtomicReference<>(Optional.empty());
    final AtomicInteger writes = new AtomicInteger();

    HookedLocalState(LocalState inner) {
        this.inner = inner;
    }

    /** In the middle of the next read. */
    void onceReaderAsksForDeliveries(Runnable action) {
        deliveriesAsked.set(action);
    }

    /** After the next work is done, before whoever has asked for it goes on. */
    void onceWritten(Runnable action) {
        written.set(action);
    }

    /** Refuses the next work. */
    void refuseOnce(RuntimeException why) {
        refusal.set(Optional.of(why));
    }

    @Override
    public <T> CompletableFuture<T> write(Work<T> work) {
        writes.incrementAndGet();
        Optional<RuntimeException> refused = refusal.getAndSet(Optional.empty());
        if (refused.isPresent()) {
            return CompletableFuture.failedFuture(refused.get());
        }
        Runnable after = written.getAndSet(HookedLocalState::nothing);
        CompletableFuture<T> done = inner.write(work);
        after.run();
        return done;
    }

    @Override
    public <T> T read(Work<T> work) {
        return inner.read(tx -> work.run(new Hooked(tx)));
    }

    @Override
    public void close() {
        inner.close();
    }

    private final class Hooked implements Transaction {
        private final Transaction tx;

        Hooked(Transaction tx) {
            this.tx = tx;
        }

        @Override
        public MessageStore messages() {
            return tx.messages();
        }

        @Override
        public DeliveryStore deliveries() {
            deliveriesAsked.getAndSet(HookedLocalState::nothing).run();
            return tx.deliveries();
        }

        @Override
        public ConversationStore conversations() {
            return tx.conversations();
        }

        @Override
        public AgentStore agents() {
            return tx.agents();
        }

        @Override
        public ReportStore reports() {
            return tx.reports();
        }

        @Override
        public CopyStore copies() {
            return tx.copies();
        }

        @Override
        public void afterCommit(Runnable action) {
            tx.afterCommit(action);
        }

        @Override
        public void onRollback(Runnable action) {
            tx.onRollback(action);
        }
    }
}

package io.caxton.simulation.cluster;

import io.caxton.core.storage.AgentStore;
import io.caxton.core.storage.ConversationStore;
import io.caxton.core.storage.CopyStore;
import io.caxton.core.storage.DeliveryStore;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.InMemoryLocalState.Sync;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.MessageStore;
import io.caxton.core.storage.ReportStore;
import io.caxton.core.storage.Transaction;
import io.caxton.core.storage.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node's disk and the one writer in front of it: works that wait are run together, and whoever wrote them is told once they are
 * synced, or that they could not be. What was not synced is lost in a crash, and nothing else is.
 */
final class Disk implements LocalState {
    /** How a crash finds a write that was under way. */
    enum Crash {
        /** Before it reached the disk. */
        BEFORE_SYNC,
        /** Half on the disk: what is recovered ends with the commit before. */
        TORN,
        /** On the disk, and nobody was told. */
        AFTER_SYNC
    }

    private static final int MOST = 50;

    private final RandomGenerator random;
    private final Consumer<Throwable> surprised;
    private InMemoryLocalState state = new InMemoryLocalState(Sync.OFF);
    private final Deque<Pending<?>> queue = new ArrayDeque<>();
    private final List<Pending<?>> batch = new ArrayList<>();
    private @Nullable Computer computer;
    private boolean full;
    private Instant writableSince = Instant.EPOCH;

    /** @param surprised is told of failures that no caller is to expect */
    Disk(RandomGenerator random, Consumer<Throwable> surprised) {
        this.random = random;
        this.surprised = surprised;
    }

    /** From now on it serves this process. */
    void open(Computer by) {
        computer = by;
    }

    void becomeFull() {
        full = true;
    }

    void getRoom(Instant now) {
        if (full) {
            full = false;
            writableSince = now;
        }
    }

    /** When it was last full; the beginning of time if it never was. */
    Instant writableSince() {
        return writableSince;
    }

    boolean isFull() {
        return full;
    }

    /** Whether something is on its way to it. */
    boolean isBusy() {
        return !batch.isEmpty();
    }

    /** The process is gone. True if a write was under way. */
    boolean crash(Crash how) {
        boolean busy = isBusy();
        if (how == Crash.AFTER_SYNC && !full) {
            state.sync();
        } else {
            state.crash();
        }
        close();
        return busy;
    }

    /** It is replaced by an empty one. */
    void lose() {
        state = new InMemoryLocalState(Sync.OFF);
        close();
    }

    /** The process has ended. */
    @Override
    public void close() {
        queue.clear();
        batch.clear();
        computer = null;
    }

    @Override
    public <T> CompletableFuture<T> write(Work<T> work) {
        Pending<T> pending = new Pending<>(work);
        if (computer == null) {
            pending.future.completeExceptionally(
                    new LocalStateException(LocalStateException.Reason.CLOSED, "the local state is closed"));
            return pending.future;
        }
        queue.add(pending);
        if (batch.isEmpty() && queue.size() == 1) {
            computer.after(Duration.ZERO, this::begin);
        }
        return pending.future;
    }

    @Override
    public <T> T read(Work<T> work) {
        return state.read(work);
    }

    private void begin() {
        if (!batch.isEmpty() || computer == null) {
            return;
        }
        while (!queue.isEmpty() && batch.size() < MOST) {
            Pending<?> next = queue.remove();
            batch.add(next);
            next.run(state);
            if (next.failure != null) {
                surprised.accept(next.failure);
            }
        }
        if (!batch.isEmpty()) {
            computer.after(Duration.ofNanos(200_000 + random.nextLong(4_000_000)), this::commit);
        }
    }

    private void commit() {
        List<Pending<?>> done = List.copyOf(batch);
        batch.clear();
        if (full) {
            state.crash();
            for (int i = done.size() - 1; i >= 0; i--) {
                done.get(i).rolledBack();
            }
        } else {
            state.sync();
        }
        LocalStateException noSpace =
                new LocalStateException(LocalStateException.Reason.STORAGE_FULL, "the disk is full");
        for (Pending<?> pending : done) {
            if (full) {
                pending.future.completeExceptionally(noSpace);
            } else {
                pending.committed();
            }
        }
        begin();
    }

    /** A work, and who waits for it. */
    private static final class Pending<T> {
        final CompletableFuture<T> future = new CompletableFuture<>();
        private final Work<T> work;
        private final List<Runnable> afterCommit = new ArrayList<>();
        private final List<Runnable> onRollback = new ArrayList<>();
        private @Nullable Throwable failure;
        private @Nullable T result;

        Pending(Work<T> work) {
            this.work = work;
        }

        void run(InMemoryLocalState state) {
            var unused = state.write(tx -> work.run(new Gathered(tx, afterCommit, onRollback)))
                    .whenComplete((value, thrown) -> {
                        result = value;
                        failure = thrown;
                    });
        }

        void rolledBack() {
            for (int i = onRollback.size() - 1; i >= 0 && failure == null; i--) {
                onRollback.get(i).run();
            }
        }

        void committed() {
            if (failure != null) {
                future.completeExceptionally(failure);
                return;
            }
            afterCommit.forEach(Runnable::run);
            future.complete(result);
        }
    }

    /** A transaction whose consequences wait until it is synced. */
    private record Gathered(Transaction tx, List<Runnable> commits, List<Runnable> rollbacks) implements Transaction {
        @Override
        public MessageStore messages() {
            return tx.messages();
        }

        @Override
        public DeliveryStore deliveries() {
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
            commits.add(action);
        }

        @Override
        public void onRollback(Runnable action) {
            tx.onRollback(action);
            rollbacks.add(action);
        }
    }
}

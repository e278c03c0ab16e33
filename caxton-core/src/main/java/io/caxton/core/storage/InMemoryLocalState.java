package io.caxton.core.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Local state for tests and simulations, with the crash semantics of a disk: {@link #crash} loses whatever was not
 * synced. Works run at once on the caller's thread. Safe for use by several threads.
 */
public final class InMemoryLocalState implements LocalState {
    /** When a commit reaches the disk. */
    public enum Sync {
        /** Before the writer is told: nothing acknowledged is ever lost. */
        FULL,
        /** At the next {@link InMemoryLocalState#sync}: what was acknowledged since the last one is lost in a crash. */
        OFF
    }

    private final Sync mode;
    private final UndoLog undo = new UndoLog();
    private final InMemoryMessageStore messages;
    private final InMemoryDeliveryStore deliveries = new InMemoryDeliveryStore(undo);
    private final InMemoryConversationStore conversations;
    private final InMemoryAgentStore agents = new InMemoryAgentStore(undo);
    private final InMemoryReportStore reports = new InMemoryReportStore(undo);
    private final InMemoryCopyStore copies;
    private Supplier<Optional<LocalStateException>> fault = Optional::empty;
    private boolean closed;

    public InMemoryLocalState() {
        this(Sync.FULL);
    }

    public InMemoryLocalState(Sync mode) {
        this(mode, "in-memory");
    }

    /** @param storeId what tells this disk from another one of the same node */
    public InMemoryLocalState(Sync mode, String storeId) {
        this.mode = mode;
        this.copies = new InMemoryCopyStore(undo, storeId);
        this.messages = new InMemoryMessageStore(undo, deliveries);
        this.conversations = new InMemoryConversationStore(undo, messages);
    }

    @Override
    public synchronized <T> CompletableFuture<T> write(Work<T> work) {
        if (closed) {
            return CompletableFuture.failedFuture(closedError());
        }
        int mark = undo.mark();
        OpenTransaction tx = new OpenTransaction(true);
        T result;
        try {
            result = work.run(tx);
            fault.get().ifPresent(failure -> {
                throw failure;
            });
        } catch (RuntimeException | Error failure) {
            undo.rollbackTo(mark);
            tx.rolledBack();
            return CompletableFuture.failedFuture(failure);
        }
        if (mode == Sync.FULL) {
            undo.forget();
        }
        tx.afterCommit.forEach(Runnable::run);
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public synchronized <T> T read(Work<T> work) {
        if (closed) {
            throw closedError();
        }
        int mark = undo.mark();
        T result = work.run(new OpenTransaction(false));
        if (undo.mark() != mark) {
            undo.rollbackTo(mark);
            throw new UnsupportedOperationException("a reader cannot write");
        }
        return result;
    }

    /** Makes everything committed so far durable. */
    public synchronized void sync() {
        undo.forget();
    }

    /** Loses everything that was not synced, and goes on as after a restart. */
    public synchronized void crash() {
        undo.rollbackTo(0);
        closed = false;
    }

    /** Makes commits fail with what {@code next} gives, asked once for each commit; empty lets it pass. */
    public synchronized void injectFaults(Supplier<Optional<LocalStateException>> next) {
        this.fault = next;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            sync();
            closed = true;
        }
    }

    private static LocalStateException closedError() {
        return new LocalStateException(LocalStateException.Reason.CLOSED, "the local state is closed");
    }

    private final class OpenTransaction implements Transaction {
        private final boolean writable;
        private final List<Runnable> afterCommit = new ArrayList<>();
        private final List<Runnable> onRollback = new ArrayList<>();

        OpenTransaction(boolean writable) {
            this.writable = writable;
        }

        void rolledBack() {
            for (int i = onRollback.size() - 1; i >= 0; i--) {
                onRollback.get(i).run();
            }
        }

        @Override
        public MessageStore messages() {
            return messages;
        }

        @Override
        public DeliveryStore deliveries() {
            return deliveries;
        }

        @Override
        public ConversationStore conversations() {
            return conversations;
        }

        @Override
        public AgentStore agents() {
            return agents;
        }

        @Override
        public ReportStore reports() {
            return reports;
        }

        @Override
        public CopyStore copies() {
            return copies;
        }

        @Override
        public void afterCommit(Runnable action) {
            requireWritable();
            afterCommit.add(action);
        }

        @Override
        public void onRollback(Runnable action) {
            requireWritable();
            onRollback.add(action);
        }

        private void requireWritable() {
            if (!writable) {
                throw new UnsupportedOperationException("a reader neither commits nor rolls back");
            }
        }
    }
}

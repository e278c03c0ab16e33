package io.caxton.spring.localstate;

import io.caxton.core.storage.AgentStore;
import io.caxton.core.storage.ConversationStore;
import io.caxton.core.storage.CopyStore;
import io.caxton.core.storage.DeliveryStore;
import io.caxton.core.storage.MessageStore;
import io.caxton.core.storage.ReportStore;
import io.caxton.core.storage.Transaction;
import java.util.Optional;

/** The stores as a work sees them. */
record SqliteTransaction(
        MessageStore messages,
        DeliveryStore deliveries,
        ConversationStore conversations,
        AgentStore agents,
        ReportStore reports,
        CopyStore copies,
        Optional<PendingWork<?>> work)
        implements Transaction {

    /** Stores that only read what is durable. */
    static SqliteTransaction readOnly(Session session, Memory memory) {
        return new SqliteTransaction(
                new DurableMessages(session, memory),
                new DurableDeliveries(session, memory),
                new DurableConversations(session),
                new DurableAgents(session),
                new DurableReports(session),
                new DurableCopies(session),
                Optional.empty());
    }

    /** Stores of the writer. */
    static SqliteTransaction readWrite(Session session, UnitOfWork unit) {
        return new SqliteTransaction(
                new BatchMessages(unit),
                new BatchDeliveries(unit),
                new BatchConversations(unit),
                new BatchAgents(unit, new AgentTable(session)),
                new BatchReports(unit),
                new BatchCopies(unit),
                Optional.empty());
    }

    /** The same stores for a work that actions go to. */
    SqliteTransaction with(PendingWork<?> running) {
        return new SqliteTransaction(
                messages, deliveries, conversations, agents, reports, copies, Optional.of(running));
    }

    @Override
    public MessageStore messages() {
        checkUse();
        return messages;
    }

    @Override
    public DeliveryStore deliveries() {
        checkUse();
        return deliveries;
    }

    @Override
    public ConversationStore conversations() {
        checkUse();
        return conversations;
    }

    @Override
    public AgentStore agents() {
        checkUse();
        return agents;
    }

    @Override
    public ReportStore reports() {
        checkUse();
        return reports;
    }

    @Override
    public CopyStore copies() {
        checkUse();
        return copies;
    }

    private void checkUse() {
        if (work.isPresent() && !work.get().isRunning()) {
            throw new IllegalStateException("a transaction must be used by its own work only, while that runs");
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        writing().afterCommit(action);
    }

    @Override
    public void onRollback(Runnable action) {
        writing().onRollback(action);
    }

    private PendingWork<?> writing() {
        return work.orElseThrow(() -> new UnsupportedOperationException("a read-only work changes nothing"));
    }
}

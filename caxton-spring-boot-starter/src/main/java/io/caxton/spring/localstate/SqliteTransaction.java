package io.caxton.spring.localstate;

import io.caxton.core.storage.AgentStore;
import io.caxton.core.storage.ConversationStore;
import io.caxton.core.storage.DeliveryStore;
import io.caxton.core.storage.MessageStore;
import io.caxton.core.storage.Transaction;

/** The stores of one session as a work sees them. */
abstract class SqliteTransaction implements Transaction {
    private final MessageStore messages;
    private final DeliveryStore deliveries;
    private final ConversationStore conversations;
    private final AgentStore agents;

    SqliteTransaction(Session session) {
        this.messages = new SqliteMessageStore(session);
        this.deliveries = new SqliteDeliveryStore(session);
        this.conversations = new SqliteConversationStore(session);
        this.agents = new SqliteAgentStore(session);
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

    /** A transaction that only reads. */
    static final class ReadOnly extends SqliteTransaction {
        ReadOnly(Session session) {
            super(session);
        }

        @Override
        public void afterCommit(Runnable action) {
            throw new UnsupportedOperationException("a read-only work commits nothing");
        }

        @Override
        public void onRollback(Runnable action) {
            throw new UnsupportedOperationException("a read-only work changes nothing");
        }
    }

    /** A transaction of the writer: actions go to the work that runs. */
    static final class ReadWrite extends SqliteTransaction {
        private final PendingWork<?> work;

        ReadWrite(Session session, PendingWork<?> work) {
            super(session);
            this.work = work;
        }

        @Override
        public void afterCommit(Runnable action) {
            work.afterCommit(action);
        }

        @Override
        public void onRollback(Runnable action) {
            work.onRollback(action);
        }
    }
}

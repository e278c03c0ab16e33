package io.caxton.core.storage;

/** Everything one unit of work can reach. Valid only while the work runs, on the thread that runs it. */
public interface Transaction {
    MessageStore messages();

    DeliveryStore deliveries();

    ConversationStore conversations();

    AgentStore agents();

    ReportStore reports();

    CopyStore copies();

    /** Runs an action once the work is durable; never if it is rolled back. Actions run in the order they were added. */
    void afterCommit(Runnable action);

    /** Runs an action if the work is rolled back, last added first. Undoes what the work changed in memory. */
    void onRollback(Runnable action);
}

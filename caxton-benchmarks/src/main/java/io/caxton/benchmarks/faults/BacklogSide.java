package io.caxton.benchmarks.faults;

import java.time.Duration;
import java.util.Optional;

/** Something that carries messages from a sender at one node to a recipient at another one, which is killed meanwhile. */
interface BacklogSide extends AutoCloseable {
    /** How many conversations the messages are part of. */
    int CONVERSATIONS = 200;

    /**
     * What became of the messages.
     *
     * @param totals of all that were sent
     * @param acceptedWithin how long it took until the sender knew of each whether it is accepted
     * @param allThere how long after the node was ready again the last one came; empty if some never did
     */
    record Fate(Ledger.Totals totals, Duration acceptedWithin, Optional<Duration> allThere) {}

    /** What it is and what its sender and recipient do, as the table names it. */
    String label();

    /**
     * Kills the recipient's node, sends at the other one, starts the node again when it was down for so long, and waits
     * until all have come.
     *
     * @param patience how long is waited for those that do not come
     */
    Fate measure(int messages, Duration down, Duration patience) throws Exception;

    @Override
    void close() throws Exception;
}

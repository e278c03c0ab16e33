package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.cluster.NodeCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Messages wait for a node that is down.
 *
 * @param messages how many
 * @param down for how long
 * @param acceptedAfter how long it took the other node to accept them
 * @param emptyAfter how long after the node was ready again the last one came
 */
record Backlog(int messages, Duration down, Duration acceptedAfter, Duration emptyAfter) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Kills the last node, sends from the first, starts the last one again, and waits until all have come. */
    static Backlog measure(Run run, NodeCluster cluster, Load load, Ledger ledger, int messages, Duration down)
            throws IOException, InterruptedException {
        int last = cluster.size() - 1;
        long started = System.nanoTime();
        cluster.kill(last);
        load.burst(0, last, messages);
        if (!awaitAcceptance(ledger, messages)) {
            throw new IllegalStateException("the messages that were to wait were not accepted");
        }
        Duration accepted = Duration.ofNanos(System.nanoTime() - started);
        run.progress("%,d messages wait", messages);
        Thread.sleep(Math.max(0, down.minus(accepted).toMillis()));
        Duration away = Duration.ofNanos(System.nanoTime() - started);
        cluster.restart(last);
        long ready = System.nanoTime();
        ledger.awaitHandled(PATIENCE.toNanos());
        return new Backlog(messages, away, accepted, Duration.ofNanos(System.nanoTime() - ready));
    }

    /** Each conversation numbers its next message when the one before was accepted, so there is a moment when all have one. */
    private static boolean awaitAcceptance(Ledger ledger, int messages) throws InterruptedException {
        return ledger.awaitOpen(messages, PATIENCE.toNanos()) && ledger.awaitAccepted(PATIENCE.toNanos());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d waited while it was down for %.0f s; accepted within %.1f s; all there %.1f s after it was ready",
                messages,
                down.toMillis() / 1e3,
                acceptedAfter.toMillis() / 1e3,
                emptyAfter.toMillis() / 1e3);
    }
}

package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.cluster.NodeCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;

/** A sender at each node, a recipient for each node with one instance there and perhaps more at the next ones, and conversations between all. */
final class Load implements AutoCloseable {
    /** With so many open nothing more is sent, lest a long fault pile up more than the machine can take away. */
    private static final int MOST_OPEN = 100_000;

    private static final long TICK_NANOS = 1_000_000;
    private static final int BURST_CONVERSATIONS = 200;

    private final Ledger ledger;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sends again");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Origin> origins = new ArrayList<>();
    private final List<Recipient> recipients = new ArrayList<>();
    private final Queue<Conversation> free = new ConcurrentLinkedQueue<>();
    private int conversations;
    private volatile boolean stopped;

    private Load(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Who talks to whom.
     *
     * @param forEachPair conversations from each sender to each recipient
     * @param instances of each recipient, each at another node
     */
    record Shape(int forEachPair, int instances) {}

    /** @param prefix of all ids of the run */
    static Load start(NodeCluster cluster, String prefix, Shape shape, Ledger ledger)
            throws IOException, InterruptedException {
        Load load = new Load(ledger);
        for (int i = 0; i < cluster.size(); i++) {
            for (int k = 0; k < Math.min(shape.instances(), cluster.size()); k++) {
                load.recipients.add(new Recipient(i, cluster.node((i + k) % cluster.size()), prefix, ledger));
            }
            load.origins.add(new Origin(i, cluster.node(i), prefix, ledger, load.later));
        }
        load.recipients.forEach(Recipient::open);
        load.origins.forEach(Origin::open);
        for (int k = 0; k < shape.forEachPair(); k++) {
            for (int i = 0; i < cluster.size(); i++) {
                for (int j = 0; j < cluster.size(); j++) {
                    load.free.add(new Conversation(load.conversations++, i, j, load.free::add));
                }
            }
        }
        return load;
    }

    /** Sends so many a second until it is stopped; those of a conversation whose node does not answer are not made up for. */
    void hold(double perSecond) {
        long at = System.nanoTime();
        double due = 0;
        while (!stopped) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            due = Math.min(due + (now - at) * perSecond / 1e9, perSecond / 10);
            at = now;
            for (; due >= 1 && ledger.open() < MOST_OPEN; due--) {
                Conversation next = free.poll();
                if (next == null) {
                    break;
                }
                origins.get(next.origin()).send(next);
            }
        }
    }

    /** Ends {@link #hold}. */
    void stop() {
        stopped = true;
    }

    /** Sends so many from one node to another as fast as they are accepted; returns once the first ones are under way. */
    void burst(int origin, int recipient, int messages) {
        int lanes = Math.min(BURST_CONVERSATIONS, messages);
        for (int i = 0; i < lanes; i++) {
            int share = messages / lanes + (i < messages % lanes ? 1 : 0);
            int[] left = {share - 1};
            origins.get(origin).send(new Conversation(conversations++, origin, recipient, conversation -> {
                if (left[0]-- > 0) {
                    origins.get(origin).send(conversation);
                }
            }));
        }
    }

    @Override
    public void close() {
        stop();
        origins.forEach(Origin::close);
        recipients.forEach(Recipient::close);
        later.shutdownNow();
    }
}

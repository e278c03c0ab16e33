package io.caxton.benchmarks.faults;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** What all brokers have in common: two of them, the sender at the first one, the recipient at the second, which is killed. */
abstract class BrokerBacklog implements BacklogSide {
    private static final int CONTENT_BYTES = 200;

    final Ledger ledger = new Ledger(1);

    /** Kills the second broker and forgets the recipient's connection. */
    abstract void kill() throws Exception;

    /** Sends a message; the ledger is told of what the broker says, sooner or later. */
    abstract void send(int number, byte[] content) throws Exception;

    /** Waits until the broker has said of each message what it has to say. */
    abstract void flush() throws Exception;

    /** Starts the second broker and connects the recipient again. */
    abstract void restart() throws Exception;

    @Override
    public Fate measure(int messages, Duration down, Duration patience) throws Exception {
        long started = System.nanoTime();
        kill();
        int[] sequences = new int[CONVERSATIONS];
        for (int i = 0; i < messages; i++) {
            int conversation = i % CONVERSATIONS;
            int number = ledger.next();
            ledger.tried(number);
            send(number, content(number, conversation, ++sequences[conversation]));
        }
        flush();
        Duration accepted = Duration.ofNanos(System.nanoTime() - started);
        Thread.sleep(Math.max(0, down.minus(accepted).toMillis()));
        restart();
        long ready = System.nanoTime();
        boolean all = ledger.awaitHandled(patience.toNanos());
        Duration emptyAfter = Duration.ofNanos(System.nanoTime() - ready);
        return new Fate(ledger.totals(), accepted, all ? Optional.of(emptyAfter) : Optional.empty());
    }

    private static byte[] content(int number, int conversation, int sequence) {
        return ByteBuffer.allocate(CONTENT_BYTES)
                .putInt(number)
                .putInt(conversation)
                .putInt(sequence)
                .array();
    }

    /** The recipient has got this. */
    final void arrived(byte[] content) {
        ByteBuffer read = ByteBuffer.wrap(content);
        int number = read.getInt();
        ledger.arrived(0, number, number, read.getInt(), read.getInt());
    }
}

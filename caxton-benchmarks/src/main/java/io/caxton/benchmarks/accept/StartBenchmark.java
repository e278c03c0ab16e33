package io.caxton.benchmarks.accept;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.UuidV7;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.localstate.CommitListener;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.localstate.SqliteLocalState;
import io.caxton.spring.localstate.SqliteLocalStateSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How long a node with many unfinished deliveries takes to open its local state, and what they cost in memory.
 *
 * <p>Arguments, optional: how many (1,000,000), a folder on the disk to measure.
 */
public final class StartBenchmark {
    private static final int STEP = 500;

    private StartBenchmark() {}

    /** Fills a file, opens it again and prints what that took. */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path parent = Path.of(arguments.length > 1 ? arguments[1] : System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "caxton-start");
        try (DataDirectory directory = DataDirectory.open(folder)) {
            long before = usedBytes();
            fill(directory, count);
            long cpu = Sample.cpuNanos();
            long started = System.nanoTime();
            try (SqliteLocalState state = open(directory)) {
                double seconds = (System.nanoTime() - started) / 1e9;
                double cpuSeconds = (Sample.cpuNanos() - cpu) / 1e9;
                long bytes = usedBytes() - before;
                long queued = state.read(tx -> tx.deliveries().counts()).getOrDefault(DeliveryState.QUEUED, 0L);
                System.out.printf(
                        Locale.ROOT,
                        "%,d unfinished deliveries: opened in %.1f s (%.1f s of processor time), %,d bytes of memory each, %,d MiB in all%n",
                        queued,
                        seconds,
                        cpuSeconds,
                        bytes / Math.max(1, queued),
                        bytes >> 20);
            }
        } finally {
            Deletion.delete(folder);
        }
    }

    private static SqliteLocalState open(DataDirectory directory) {
        return SqliteLocalState.open(directory, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }

    private static void fill(DataDirectory directory, int count) {
        Random random = new Random(1);
        Instant now = Instant.now();
        try (SqliteLocalState state = open(directory)) {
            for (int done = 0; done < count; done += STEP) {
                state.write(tx -> append(tx, random, now)).join();
            }
        }
    }

    private static boolean append(Transaction tx, Random random, Instant now) {
        for (int i = 0; i < STEP; i++) {
            Message message = message(random);
            var stored = tx.messages().append(message, now, 100, "");
            tx.deliveries().save(delivery(message, stored.position(), now));
        }
        return true;
    }

    private static Message message(Random random) {
        return Message.builder(
                        UuidV7.next(Instant.now(), random),
                        Performative.INFORM,
                        new AgentName("sender"),
                        new Recipient.ToAgent(new AgentName("worker")),
                        JsonNodeFactory.instance.stringNode("x".repeat(100)))
                .build();
    }

    private static Delivery delivery(Message message, long position, Instant now) {
        return new Delivery(
                message.id(),
                new AgentName("worker-" + position % 100),
                Optional.of("0199f0a0-0000-7000-8000-0000000000" + (10 + position % 90)),
                message.conversationId(),
                position,
                Priority.NORMAL,
                DeliveryState.QUEUED,
                true,
                0,
                5,
                now,
                Optional.empty(),
                now.plusSeconds(604_800),
                Optional.empty(),
                false);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

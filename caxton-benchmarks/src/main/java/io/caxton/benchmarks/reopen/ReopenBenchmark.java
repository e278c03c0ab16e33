package io.caxton.benchmarks.reopen;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Spread;
import io.caxton.benchmarks.Table;
import io.caxton.benchmarks.process.OwnProcess;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;

/** How long a node with many deliveries takes to open its local state, and what the unfinished ones cost in memory. */
public final class ReopenBenchmark implements Benchmark {
    private static final int STEP = 500;

    /** What a clean stop leaves; without it the file is checked. */
    private static final String NOTE = "caxton.db-stopped";

    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "reopen";
    }

    @Override
    public String description() {
        return "opening the local state with many deliveries, unfinished and finished, and their memory";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "deliveries", "how many are unfinished (default 200000)",
                "finished", "how many messages are handled and still kept (default 0)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    private record Opening(double seconds, double cpuSeconds, long bytes) {}

    @Override
    public void run(Run run) throws Exception {
        int count = run.integer("deliveries", 200_000, STEP);
        int finished = run.integer("finished", 0, STEP);
        List<Opening> clean = new ArrayList<>();
        List<Opening> checked = new ArrayList<>();
        try (DataDirectory directory = DataDirectory.open(run.scratch().resolve("data"))) {
            fill(directory, DeliveryState.HANDLED, finished);
            fill(directory, DeliveryState.QUEUED, count);
            run.progress("%,d MiB", Files.size(directory.database()) >> 20);
            run.forEachRound(1, (number, counts) -> {
                Opening afterStop = measure(directory, count);
                Files.deleteIfExists(directory.path().resolve(NOTE));
                Opening afterKill = measure(directory, count);
                if (counts) {
                    clean.add(afterStop);
                    checked.add(afterKill);
                }
                run.progress(
                        "round %d: opened in %.2f s, checked in %.2f s",
                        number, afterStop.seconds(), afterKill.seconds());
            });
        }
        Table table = new Table(
                String.format(Locale.ROOT, "%,d unfinished, %,d finished", count, finished),
                "opened in s",
                "CPU s",
                "bytes of memory an unfinished one",
                "MiB in all");
        addTo(table, "after a clean stop", clean, count);
        addTo(table, "checked, as after a kill", checked, count);
        table.print(run.out());
    }

    private static void addTo(Table table, String what, List<Opening> openings, int count) {
        table.row(
                what,
                Spread.of(openings, Opening::seconds).decimal(),
                Spread.of(openings, Opening::cpuSeconds).decimal(),
                Spread.of(openings, opening -> (double) opening.bytes() / Math.max(1, count))
                        .whole(),
                Spread.of(openings, opening -> opening.bytes() / MIB).whole());
    }

    private static Opening measure(DataDirectory directory, int count) throws Exception {
        long before = usedBytes();
        long cpu = OwnProcess.cpuNanos();
        long started = System.nanoTime();
        try (SqliteLocalState state = open(directory)) {
            double seconds = (System.nanoTime() - started) / 1e9;
            double cpuSeconds = (OwnProcess.cpuNanos() - cpu) / 1e9;
            long bytes = usedBytes() - before;
            long queued = state.read(tx -> tx.deliveries().counts()).getOrDefault(DeliveryState.QUEUED, 0L);
            if (queued != count) {
                throw new IllegalStateException(queued + " deliveries came back of " + count);
            }
            return new Opening(seconds, cpuSeconds, bytes);
        }
    }

    private static SqliteLocalState open(DataDirectory directory) {
        return SqliteLocalState.open(directory, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }

    private static void fill(DataDirectory directory, DeliveryState end, int count) {
        Random random = new Random(1);
        Instant now = Instant.now();
        try (SqliteLocalState state = open(directory)) {
            for (int done = 0; done < count; done += STEP) {
                int size = Math.min(STEP, count - done);
                state.write(tx -> append(tx, end, size, random, now)).join();
            }
        }
    }

    private static boolean append(Transaction tx, DeliveryState end, int size, Random random, Instant now) {
        for (int i = 0; i < size; i++) {
            Message message = message(random);
            var stored = tx.messages().append(message, now, 100, "");
            tx.deliveries().save(delivery(message, stored.position(), end, now));
            if (end != DeliveryState.QUEUED) {
                tx.messages().markFinished(message.id(), Optional.of(now));
            }
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

    private static Delivery delivery(Message message, long position, DeliveryState state, Instant now) {
        return new Delivery(
                message.id(),
                new AgentName("worker-" + position % 100),
                Optional.of("0199f0a0-0000-7000-8000-0000000000" + (10 + position % 90)),
                message.conversationId(),
                position,
                Priority.NORMAL,
                state,
                state == DeliveryState.QUEUED,
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

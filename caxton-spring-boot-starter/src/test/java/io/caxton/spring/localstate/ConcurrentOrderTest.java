package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Registration;
import io.caxton.core.engine.RetentionPolicy;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** 100 conversations of 200 messages on the real file; eight threads compete for one mailbox while four still send. */
class ConcurrentOrderTest {
    private static final int CONVERSATIONS = 100;
    private static final int MESSAGES = 200;
    private static final int SENDERS = 4;
    private static final int CONSUMERS = 8;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final EngineSettings settings = new EngineSettings(
            new DeliveryPolicy(
                    Duration.ofMillis(500),
                    Duration.ofHours(1),
                    new RetryPolicy(1_000, Duration.ofMillis(5), 1.5, Duration.ofMillis(200), 0.5),
                    Duration.ofDays(7),
                    CONVERSATIONS * MESSAGES,
                    8),
            new ConversationPolicy(10_000, 10, Duration.ofDays(1)),
            RetentionPolicy.DEFAULT,
            100);
    private final Map<String, AtomicInteger> next = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger nacked = new AtomicInteger();
    private final AtomicInteger forgotten = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS + CONSUMERS + 1);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void orderHoldsInTheMailboxWhateverIsReturnedOrForgotten(@TempDir Path folder) throws Exception {
        try (SqliteLocalState state = SqliteLocalState.open(
                folder.resolve("order.db"), SqliteLocalStateSettings.DEFAULT, (works, took, failure) -> {})) {
            DeliveryEngine engine =
                    new DeliveryEngine(settings, "node-1", new Registry(), new Random(3), EngineListener.NONE);
            AgentInstance worker = state.write(tx -> engine.agents()
                            .register(
                                    tx,
                                    Instant.now(),
                                    Registration.builder(new AgentName("worker"))
                                            .mode(AgentMode.IN_PROCESS)
                                            .maxInFlight(1_000)
                                            .build())
                            .orElseThrow())
                    .get();
            List<Future<?>> running = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int mine = sender;
                running.add(threads.submit(() -> send(state, engine, mine)));
            }
            for (int consumer = 0; consumer < CONSUMERS; consumer++) {
                Random random = new Random(consumer);
                running.add(threads.submit(() -> consume(state, engine, worker.agentId(), random)));
            }
            running.add(threads.submit(() -> keepTime(state, engine)));
            for (Future<?> each : running) {
                each.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
        System.out.println("order test: " + ended + " messages ended, " + nacked + " nacked, " + forgotten
                + " left to run out, " + faults.size() + " faults");
        assertThat(faults).isEmpty();
        assertThat(next)
                .hasSize(CONVERSATIONS)
                .allSatisfy((c, n) -> assertThat(n).hasValue(MESSAGES));
        assertThat(nacked).hasValueGreaterThan(100);
        assertThat(forgotten).hasValueGreaterThan(20);
    }

    /** Each sender has conversations of its own, so that the order of acceptance is the order of its calls. */
    private void send(SqliteLocalState state, DeliveryEngine engine, int sender) {
        for (int number = 0; number < MESSAGES; number++) {
            for (int conversation = sender; conversation < CONVERSATIONS; conversation += SENDERS) {
                Message message = Message.builder(
                                conversation + "-" + number,
                                Performative.INFORM,
                                new AgentName("sender-" + sender),
                                new Recipient.ToAgent(new AgentName("worker")),
                                JsonNodeFactory.instance.numberNode(number))
                        .conversation("c" + conversation)
                        .build();
                // Not waited for, as pipelining senders do: the order of the calls is what counts.
                var unused = state.write(tx -> engine.acceptance().accept(tx, Instant.now(), Submission.of(message)))
                        .thenAccept(result -> {
                            if (!(result instanceof Accepted)) {
                                faults.add("not accepted: " + result);
                            }
                        });
                if (conversation + SENDERS >= CONVERSATIONS) {
                    unused.join();
                }
            }
        }
    }

    private void consume(SqliteLocalState state, DeliveryEngine engine, String agentId, Random random) {
        while (ended.get() < CONVERSATIONS * MESSAGES && faults.isEmpty()) {
            List<Leased> leased = state.write(
                            tx -> engine.mailboxes().lease(tx, Instant.now(), agentId, 1 + random.nextInt(20)))
                    .join()
                    .leased();
            leased.forEach(l -> settle(state, engine, agentId, l, random));
        }
    }

    private void settle(SqliteLocalState state, DeliveryEngine engine, String agentId, Leased leased, Random random) {
        String id = leased.delivery().messageId();
        OptionalInt attempt = OptionalInt.of(leased.delivery().attempt());
        int number = leased.message().message().content().intValue();
        AtomicInteger expected = next.computeIfAbsent(leased.delivery().conversationId(), c -> new AtomicInteger());
        if (number > expected.get()) {
            faults.add(leased.delivery().conversationId() + ": " + number + " handed out before " + expected);
        }
        int chance = random.nextInt(100);
        if (chance < 3) {
            nacked.incrementAndGet();
            state.write(tx -> engine.mailboxes()
                            .nack(tx, Instant.now(), agentId, id, attempt, "not now", true, Optional.empty()))
                    .join();
        } else if (chance < 4) {
            forgotten.incrementAndGet();
        } else {
            // Counted before it is acknowledged: the next one may be handed out at once after that. A message that
            // came twice, because this thread was slower than its lease, counts once.
            if (expected.compareAndSet(number, number + 1)) {
                ended.incrementAndGet();
            }
            state.write(tx -> engine.mailboxes().ack(tx, Instant.now(), agentId, id, attempt))
                    .join();
        }
    }

    private void keepTime(SqliteLocalState state, DeliveryEngine engine) {
        while (ended.get() < CONVERSATIONS * MESSAGES && faults.isEmpty()) {
            state.write(tx -> engine.housekeeping().tick(tx, Instant.now(), 500))
                    .join();
        }
    }
}

package io.caxton.benchmarks.accept;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.engine.Registration;
import io.caxton.core.engine.RetentionPolicy;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.UuidV7;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.localstate.CommitListener;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.localstate.SqliteLocalState;
import io.caxton.spring.localstate.SqliteLocalStateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Senders in threads of their own, each with one message under way, each message its own conversation. */
final class Accepts {
    private static final JsonNode CONTENT = JsonNodeFactory.instance.stringNode("x".repeat(1_022));

    private Accepts() {}

    static Sample run(Path folder, int senders, Duration round) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try (DataDirectory directory = DataDirectory.open(folder);
                SqliteLocalState state =
                        SqliteLocalState.open(directory, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE)) {
            DeliveryEngine engine = engine(state);
            Stopwatch watch = new Stopwatch();
            List<Future<Histogram>> running = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                running.add(threads.submit(() -> sendUntil(watch.started() + round.toNanos(), state, engine)));
            }
            Histogram nanos = new Histogram(3);
            for (Future<Histogram> sender : running) {
                nanos.add(sender.get());
            }
            return watch.stop(nanos, 1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static DeliveryEngine engine(LocalState state) throws Exception {
        EngineSettings settings = new EngineSettings(
                new DeliveryPolicy(
                        Duration.ofSeconds(60),
                        Duration.ofHours(1),
                        RetryPolicy.DEFAULT,
                        Duration.ofDays(7),
                        10_000_000,
                        8),
                ConversationPolicy.DEFAULT,
                RetentionPolicy.DEFAULT,
                10);
        DeliveryEngine engine =
                new DeliveryEngine(settings, "node-1", new Registry(), new Random(1), EngineListener.NONE);
        Registration worker = Registration.builder(new AgentName("worker"))
                .lease(Duration.ofHours(1))
                .build();
        state.write(tx -> engine.agents().register(tx, Instant.now(), worker).orElseThrow())
                .get();
        return engine;
    }

    private static Histogram sendUntil(long end, LocalState state, DeliveryEngine engine) {
        Histogram nanos = new Histogram(3);
        for (long started = System.nanoTime(); started < end; started = System.nanoTime()) {
            Submission submission = Submission.of(Message.builder(
                            UuidV7.next(Instant.now(), ThreadLocalRandom.current()),
                            Performative.INFORM,
                            new AgentName("sender"),
                            new Recipient.ToAgent(new AgentName("worker")),
                            CONTENT)
                    .build());
            AcceptResult result = state.write(tx -> engine.acceptance().accept(tx, Instant.now(), submission))
                    .join();
            if (!(result instanceof Accepted)) {
                throw new IllegalStateException("not accepted: " + result);
            }
            nanos.recordValue(System.nanoTime() - started);
        }
        return nanos;
    }
}

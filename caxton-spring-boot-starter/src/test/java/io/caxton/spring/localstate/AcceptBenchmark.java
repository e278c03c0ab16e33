package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentMode;
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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a durable accept costs: messages with 1 KiB of content accepted by the engine on the real file, beside bare
 * inserts into SQLite on the same disk, in turn. Not part of {@code verify}: run it with
 * {@code ./mvnw -pl caxton-spring-boot-starter -am test -Dtest=AcceptBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class AcceptBenchmark {
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final JsonNode CONTENT = JsonNodeFactory.instance.stringNode("x".repeat(1_022));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void measure() throws Exception {
        List<String> names = List.of("raw, 1 a commit", "raw, 100 a commit", "1 sender", "8 senders", "64 senders");
        double[][] perSecond = new double[names.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            perSecond[0][round] = raw(folder.resolve("raw-1-" + round + ".db"), 1);
            perSecond[1][round] = raw(folder.resolve("raw-100-" + round + ".db"), 100);
            perSecond[2][round] = accept(folder.resolve("accept-1-" + round + ".db"), 1);
            perSecond[3][round] = accept(folder.resolve("accept-8-" + round + ".db"), 8);
            perSecond[4][round] = accept(folder.resolve("accept-64-" + round + ".db"), 64);
        }
        for (int i = 0; i < names.size(); i++) {
            double[] sorted = perSecond[i].clone();
            Arrays.sort(sorted);
            System.out.printf(
                    "%-18s median %,8.0f a second (%,.0f to %,.0f)%n",
                    names.get(i), sorted[ROUNDS / 2], sorted[0], sorted[ROUNDS - 1]);
        }
    }

    private static double raw(Path file, int batch) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (var setUp = connection.createStatement()) {
                setUp.execute("PRAGMA journal_mode=WAL");
                setUp.execute("PRAGMA synchronous=FULL");
                setUp.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, value TEXT NOT NULL)");
            }
            connection.setAutoCommit(false);
            long started = System.nanoTime();
            long inserted = 0;
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO raw (value) VALUES (?)")) {
                while (System.nanoTime() - started < ROUND.toNanos()) {
                    for (int i = 0; i < batch; i++) {
                        insert.setString(1, CONTENT.stringValue());
                        insert.executeUpdate();
                        inserted++;
                    }
                    connection.commit();
                }
            }
            return inserted * 1e9 / (System.nanoTime() - started);
        }
    }

    private static double accept(Path file, int senders) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try (SqliteLocalState state =
                SqliteLocalState.open(file, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE)) {
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
            state.write(tx -> engine.agents()
                            .register(
                                    tx,
                                    Instant.now(),
                                    new Registration(
                                            new AgentName("worker"),
                                            List.of(),
                                            AgentMode.PULL,
                                            Duration.ofHours(1),
                                            16,
                                            Map.of()))
                            .orElseThrow())
                    .get();
            long started = System.nanoTime();
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                running.add(threads.submit(() -> sendUntil(started + ROUND.toNanos(), state, engine)));
            }
            long accepted = 0;
            for (Future<Long> sender : running) {
                accepted += sender.get();
            }
            return accepted * 1e9 / (System.nanoTime() - started);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long sendUntil(long end, SqliteLocalState state, DeliveryEngine engine) {
        long accepted = 0;
        while (System.nanoTime() < end) {
            Message message = Message.builder(
                            UuidV7.next(Instant.now(), ThreadLocalRandom.current()),
                            Performative.INFORM,
                            new AgentName("sender"),
                            new Recipient.ToAgent(new AgentName("worker")),
                            CONTENT)
                    .build();
            AcceptResult result = state.write(
                            tx -> engine.acceptance().accept(tx, Instant.now(), Submission.of(message)))
                    .join();
            assertThat(result).isInstanceOf(Accepted.class);
            accepted++;
        }
        return accepted;
    }
}

package io.caxton.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptedLedger;
import io.caxton.core.message.WireNames;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A real node under load from eight senders is killed with SIGKILL at random moments and started again on its data
 * directory. Every message that got a 202 must afterwards have been handled once by a deduplicating consumer or have
 * another recorded outcome. {@code -Dcrash.kills=N} says how often; 5 by default. {@code CrashTest} of the core
 * shows that the checker finds what a store that does not sync loses.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 5);
    private static final int SENDERS = 8;
    private static final int CONSUMERS = 2;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private final ObjectMapper json = new ObjectMapper();
    private final AcceptedLedger ledger = new AcceptedLedger();
    private volatile Optional<NodeProcess> node = Optional.empty();
    private final AtomicBoolean sending = new AtomicBoolean(true);
    private final AtomicBoolean consuming = new AtomicBoolean(true);
    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicInteger full = new AtomicInteger();

    @Test
    void nothingThatGotA202IsLostWhenTheNodeIsKilledAtRandomMoments(@TempDir Path folder) throws Exception {
        Path dataDir = Files.createDirectory(folder.resolve("data"));
        int port = NodeProcess.freePort();
        Random random = new Random();
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS + CONSUMERS);
        try {
            start(dataDir, port);
            String agentId = register();
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                running.add(threads.submit(() -> send(sender)));
            }
            for (int i = 0; i < CONSUMERS; i++) {
                running.add(threads.submit(() -> consume(agentId)));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(1_500));
                current().kill();
                start(dataDir, port);
            }
            sending.set(false);
            for (Future<Integer> sender : running.subList(0, SENDERS)) {
                sender.get();
            }
            Map<String, ReceiptStatus> outcomes = awaitOutcomes();
            consuming.set(false);
            for (Future<Integer> consumer : running) {
                consumer.get();
            }
            AcceptedLedger.Report report = ledger.check(id -> Optional.ofNullable(outcomes.get(id)));
            System.out.println("crash test: " + KILLS + " kills, " + report.accepted() + " accepted (" + retried
                    + " sends retried, " + full + " refused by a full mailbox), " + report.handledOnce()
                    + " handled once, " + report.otherOutcome() + " with another outcome, " + report.handedOutAgain()
                    + " handed out again, " + report.faults().size() + " faults");
            assertThat(report.faults()).isEmpty();
            assertThat(report.accepted())
                    .as("the load was real")
                    .isGreaterThan(KILLS * 10)
                    .isEqualTo(report.handledOnce() + report.otherOutcome());
        } finally {
            sending.set(false);
            consuming.set(false);
            threads.shutdownNow();
            node.ifPresent(NodeProcess::close);
        }
    }

    private void start(Path dataDir, int port) throws InterruptedException {
        NodeProcess started = NodeProcess.launch(
                dataDir,
                port,
                "--caxton.delivery.lease=PT2S",
                "--caxton.delivery.max-attempts=100",
                "--caxton.delivery.max-backoff=PT1S");
        node = Optional.of(started);
        started.awaitReady();
    }

    private NodeProcess current() {
        return node.orElseThrow();
    }

    private String register() throws Exception {
        HttpResponse<String> response =
                current().post("/api/v1/agents", "{\"name\":\"worker\",\"lease\":\"PT1H\",\"max_in_flight\":200}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json.readTree(response.body()).required("agent_id").stringValue();
    }

    /** Sends until told to stop. A send without an answer is repeated under its id until there is one. */
    private int send(int sender) throws InterruptedException {
        int number = 0;
        while (sending.get()) {
            String id = "m-" + sender + "-" + number++;
            String body =
                    "{\"message_id\":\"%s\",\"performative\":\"inform\",\"sender\":\"sender-%d\",\"receiver\":\"worker\",\"conversation_id\":\"c-%d-%d\",\"content\":{\"n\":%d}}"
                            .formatted(id, sender, sender, number / 20, number);
            // A message that was never answered may be left behind at the end: only a 202 is a promise.
            while (!sendOnce(id, body) && sending.get()) {
                retried.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        return number;
    }

    private boolean sendOnce(String id, String body) throws InterruptedException {
        return untilAnswered(() -> current().post("/api/v1/messages", body))
                .filter(response -> {
                    if (response.statusCode() == 202) {
                        ledger.accepted(id);
                        return true;
                    }
                    if (response.statusCode() == 429) {
                        full.incrementAndGet();
                        return false;
                    }
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
                    return false;
                })
                .isPresent();
    }

    private int consume(String agentId) throws InterruptedException {
        int handled = 0;
        String mailbox = "/api/v1/agents/" + agentId + "/messages";
        while (consuming.get()) {
            Optional<HttpResponse<String>> response =
                    untilAnswered(() -> current().get(mailbox + "?max=50&wait=PT0.5S"));
            if (response.isEmpty() || response.get().statusCode() != 200) {
                TimeUnit.MILLISECONDS.sleep(20);
                continue;
            }
            for (JsonNode message : json.readTree(response.get().body()).required("messages")) {
                String id = message.required("message_id").stringValue();
                if (ledger.handedOut(id)) {
                    handled++;
                }
                var unused = untilAnswered(() -> current().post(mailbox + "/" + id + "/ack", ""));
            }
        }
        return handled;
    }

    /** The answer, or nothing if the node was killed before it gave one. */
    private static Optional<HttpResponse<String>> untilAnswered(Callable<HttpResponse<String>> call)
            throws InterruptedException {
        try {
            return Optional.of(call.call());
        } catch (InterruptedException e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The final status of every accepted message; one that the node does not know is left out. */
    private Map<String, ReceiptStatus> awaitOutcomes() throws Exception {
        Instant limit = Instant.now().plus(DRAIN_LIMIT);
        Map<String, ReceiptStatus> outcomes = new HashMap<>();
        List<String> pending = new ArrayList<>(ledger.acceptedIds());
        while (!pending.isEmpty() && Instant.now().isBefore(limit)) {
            pending.removeIf(id -> {
                Optional<ReceiptStatus> status = statusOf(id);
                status.ifPresent(known -> outcomes.put(id, known));
                return status.isEmpty() || status.get().isFinal();
            });
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return outcomes;
    }

    private Optional<ReceiptStatus> statusOf(String messageId) {
        try {
            HttpResponse<String> response = current().get("/api/v1/messages/" + messageId);
            return response.statusCode() == 404
                    ? Optional.empty()
                    : WireNames.parse(
                            ReceiptStatus.class,
                            json.readTree(response.body()).required("status").stringValue());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

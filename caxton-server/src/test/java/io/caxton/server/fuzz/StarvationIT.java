package io.caxton.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that take what a node has little of: connections, threads, memory. A well-behaved client is served all the while,
 * and what they took comes back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StarvationIT {
    private static final int IDLE = Integer.getInteger("fuzz.idle", 5_000);
    private static final int SLOW_BODIES = 400;
    private static final int SLOW_READERS = 60;
    private static final String HEAD = String.join(
            "\r\n",
            "POST /api/v1/messages HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Connection: close",
            "");

    @SuppressWarnings("NullAway.Init") // set before the tests
    private AttackedNode node;

    private long heapAtStart;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = AttackedNode.start(
                folder,
                "--server.tomcat.connection-timeout=2s",
                "--server.tomcat.keep-alive-timeout=4s",
                "--caxton.limits.body-patience=2s");
        heapAtStart = node.heapAfterCollection();
    }

    @AfterAll
    void stop() throws Exception {
        try {
            long heap = node.heapAfterCollection();
            System.out.println("starvation: heap after collection " + (heapAtStart >> 20) + " MiB before, "
                    + (heap >> 20) + " MiB after");
            assertThat(heap).isLessThan(heapAtStart + AttackedNode.HEAP_GROWTH);
            assertThat(node.printed()).doesNotContain(" ERROR ", "\tat ", "OutOfMemory");
        } finally {
            node.close();
        }
    }

    @Test
    void idleConnectionsAreEndedAndKeepNobodyOut() throws Exception {
        requireFiles(IDLE + 500);
        List<HttpConnection> idle = new ArrayList<>();
        try (Readiness readiness = Readiness.watch(node.address())) {
            for (int i = 0; i < IDLE; i++) {
                idle.add(new HttpConnection(node.port()));
                if (i % 2 == 0) {
                    idle.get(i).send("GET /api/v1/agents HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
                }
            }
            for (HttpConnection connection : idle) {
                assertThat(ended(connection))
                        .as("the node ends an idle connection")
                        .isTrue();
            }
            readiness.requireServed();
        } finally {
            idle.forEach(HttpConnection::close);
        }
        System.out.println("starvation: " + IDLE + " idle connections opened and ended by the node");
    }

    /** Whether the node ends it; it may say why first. */
    private static boolean ended(HttpConnection connection) {
        try {
            var unused = connection.rest();
            return true;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void requireFiles(int count) {
        long allowed =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        assertThat(allowed)
                .as(
                        "file descriptors a process may have; say 'ulimit -n %s' first, or -Dfuzz.idle=%s",
                        count, allowed / 2)
                .isGreaterThanOrEqualTo(count);
    }

    @Test
    void slowBodiesAreRefusedAndOthersAreServed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SLOW_BODIES);
        try (Readiness readiness = Readiness.watch(node.address())) {
            List<Future<HttpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < SLOW_BODIES; i++) {
                boolean silent = i % 4 == 0;
                answers.add(threads.submit(() -> slowly(silent)));
            }
            int tooSlow = 0;
            for (Future<HttpAnswer> answer : answers) {
                assertThat(answer.get().status()).as(answer.get().text()).isIn(408, 503);
                assertThat(Oracle.problemComplaint(answer.get())).isEmpty();
                tooSlow += answer.get().status() == 408 ? 1 : 0;
            }
            readiness.requireServed();
            System.out.println(
                    "starvation: " + SLOW_BODIES + " slow bodies, " + tooSlow + " answered 408, the others 503");
            assertThat(tooSlow).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    /** A byte every now and then, or none at all, until there is an answer. */
    private HttpAnswer slowly(boolean silent) throws Exception {
        try (HttpConnection connection = new HttpConnection(node.port())) {
            connection.send((HEAD + "Content-Length: 100000\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try {
                    answer.complete(connection.receive("POST"));
                } catch (IOException failed) {
                    answer.completeExceptionally(failed);
                }
            });
            reader.start();
            while (!answer.isDone()) {
                if (!silent) {
                    trickle(connection);
                }
                reader.join(200);
            }
            return answer.get();
        }
    }

    private static void trickle(HttpConnection connection) {
        try {
            connection.send(new byte[] {' '});
        } catch (IOException ended) {
            // The answer says why.
        }
    }

    @Test
    void whoDoesNotReadItsAnswersIsCutOff() throws Exception {
        String value = "\"" + "x".repeat(1_000_000) + "\"";
        var unused = node.address().succeed(HttpText.json("PUT", "/api/v1/state/large", value));
        List<HttpConnection> readers = new ArrayList<>();
        try (Readiness readiness = Readiness.watch(node.address())) {
            byte[] request = HttpText.of("GET", "/api/v1/state/large").bytes();
            for (int i = 0; i < SLOW_READERS; i++) {
                HttpConnection reader = new HttpConnection(node.port());
                readers.add(reader);
                for (int ahead = 0; ahead < 12; ahead++) {
                    reader.send(request);
                }
            }
            readiness.requireServed();
            for (HttpConnection reader : readers) {
                untilCutOff(reader);
            }
            readiness.requireServed();
        } finally {
            readers.forEach(HttpConnection::close);
        }
    }

    /** A connection that the other side has ended says so to who writes. */
    private static void untilCutOff(HttpConnection reader) throws InterruptedException {
        for (int tries = 0; tries < 600; tries++) {
            try {
                reader.send(new byte[] {'\n'});
            } catch (IOException cutOff) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the node waits for ever for a client that does not read");
    }

    @Test
    void aBodyFarTooLargeIsAnsweredToWhoListens() throws Exception {
        byte[] part = new byte[1 << 20];
        Arrays.fill(part, (byte) ' ');
        try (HttpConnection connection = new HttpConnection(node.port())) {
            connection.send((HEAD + "Content-Length: " + (80L << 20) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> pour(connection.socket(), part));
            HttpAnswer answer = connection.receive("POST");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(Oracle.problemComplaint(answer)).isEmpty();
            assertThat(answer.endsConnection()).isTrue();
            sending.join();
        }
        HttpText patient = HttpText.of("POST", "/api/v1/messages")
                .header("Content-Type: application/json")
                .header("Expect: 100-continue")
                .header("Content-Length: " + (80L << 20));
        assertThat(node.address().ask(patient).status()).isEqualTo(413);
    }

    private static void pour(Socket socket, byte[] part) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 80; i++) {
                out.write(part);
            }
        } catch (IOException cutOff) {
            // Told so by the answer.
        }
    }

    @Test
    void bodiesThatWouldFillTheHeapAreRefused() throws Exception {
        byte[] heavy = ("{\"performative\":\"inform\",\"sender\":\"a\",\"receiver\":\"nobody\",\"content\":["
                        + "1.5,".repeat(900_000) + "1]}")
                .getBytes(StandardCharsets.US_ASCII);
        int clients = 8;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try (Readiness readiness = Readiness.watch(node.address())) {
            List<Future<HttpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < clients * 3; i++) {
                answers.add(threads.submit(() -> node.address()
                        .ask(HttpText.json("POST", "/api/v1/messages", "").body(heavy))));
            }
            for (Future<HttpAnswer> answer : answers) {
                assertThat(answer.get().status()).as(answer.get().text()).isIn(404, 413, 503);
            }
            readiness.requireServed();
        } finally {
            threads.shutdownNow();
        }
        assertThat(node.metric("caxton.body.memory"))
                .as("what was lent is back")
                .isZero();
    }
}

package io.caxton.spring.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerOperation;
import io.caxton.spring.peer.PeerUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PumpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final NodeClock clock = new NodeClock(InstantSource.system());
    private final Letters letters = new Letters();
    private final Network network = new Network();

    @AfterEach
    void close() {
        executor.shutdownNow();
        clock.close();
    }

    /** What waits: texts, up to three in a batch. */
    private static final class Letters implements Traffic<List<String>> {
        private final Deque<String> waiting = new ArrayDeque<>();
        private final List<String> settled = new ArrayList<>();
        private final List<Boolean> arrivals = new ArrayList<>();
        private int returned;
        private int failingTakes;
        private int throwingTakes;
        private int throwingReturns;
        private final List<Duration> holds = new ArrayList<>();

        synchronized void add(String letter) {
            waiting.add(letter);
        }

        synchronized List<String> settled() {
            return List.copyOf(settled);
        }

        synchronized List<Boolean> arrivals() {
            return List.copyOf(arrivals);
        }

        synchronized int returned() {
            return returned;
        }

        synchronized List<Duration> holds() {
            return List.copyOf(holds);
        }

        synchronized void throwNext(int takes, int returns) {
            throwingTakes = takes;
            throwingReturns = returns;
        }

        synchronized void failNextTake() {
            failingTakes++;
        }

        @Override
        public PeerOperation operation() {
            return PeerOperation.FORWARD;
        }

        @Override
        public synchronized CompletableFuture<Taken<List<String>>> take(String nodeId) {
            if (throwingTakes > 0) {
                throwingTakes--;
                throw new IllegalStateException("the disk is gone");
            }
            if (failingTakes > 0) {
                failingTakes--;
                return CompletableFuture.failedFuture(new IllegalStateException("the disk is full"));
            }
            List<String> batch = new ArrayList<>();
            while (batch.size() < 3 && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst());
            }
            return CompletableFuture.completedFuture(
                    new Taken<>(batch.isEmpty() ? Optional.empty() : Optional.of(batch), Optional.<Instant>empty()));
        }

        @Override
        public byte[] encode(List<String> batch) {
            return new byte[batch.size()];
        }

        @Override
        public synchronized CompletableFuture<?> settled(String nodeId, List<String> batch, byte[] answer) {
            if (answer.length > 0) {
                throw new IllegalArgumentException("is no answer");
            }
            settled.addAll(batch);
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public synchronized CompletableFuture<?> unanswered(
                String nodeId, List<String> batch, Duration delay, boolean mayHaveArrived) {
            arrivals.add(mayHaveArrived);
            holds.add(delay);
            returned++;
            for (int i = batch.size() - 1; i >= 0; i--) {
                waiting.addFirst(batch.get(i));
            }
            if (throwingReturns > 0) {
                throwingReturns--;
                throw new IllegalStateException("the disk is gone");
            }
            return CompletableFuture.completedFuture(true);
        }
    }

    /** Calls that the test answers. */
    private static final class Network implements PeerCalls {
        record Call(int letters, CompletableFuture<byte[]> future) {
            void answer() {
                future.complete(new byte[0]);
            }

            void fail() {
                future.completeExceptionally(
                        new PeerUnavailableException("b", "it is silent", new IllegalStateException("silence")));
            }

            void refuse() {
                future.completeExceptionally(new PeerUnavailableException("b", "it has failed"));
            }
        }

        private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<byte[]> call(String nodeId, PeerOperation operation, byte[] body) {
            Call call = new Call(body.length, new CompletableFuture<>());
            calls.add(call);
            return call.future();
        }

        @Override
        public int maxBytes() {
            return 1_000;
        }

        Call next() throws InterruptedException {
            Call call = calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("nothing was sent");
            }
            return call;
        }
    }

    private Pump<List<String>> pump(int most) {
        return new Pump<>("b", letters, network, clock, new SplittableRandom(1), executor, most);
    }

    private void awaitSettled(String... expected) {
        await().atMost(PATIENCE).until(() -> letters.settled().equals(List.of(expected)));
    }

    @Test
    void batchesFormWhileOneIsOnItsWay() throws Exception {
        Pump<List<String>> pump = pump(1);
        pump.open();
        letters.add("1");
        pump.wake();
        Network.Call first = network.next();
        assertThat(first.letters()).isEqualTo(1);
        for (String letter : List.of("2", "3", "4", "5")) {
            letters.add(letter);
            pump.wake();
        }
        first.answer();
        Network.Call second = network.next();
        assertThat(second.letters()).isEqualTo(3);
        second.answer();
        Network.Call third = network.next();
        assertThat(third.letters()).isEqualTo(1);
        third.answer();
        awaitSettled("1", "2", "3", "4", "5");
    }

    @Test
    void soManyAreOnTheirWayAtOnceAndNoMore() throws Exception {
        Pump<List<String>> pump = pump(2);
        pump.open();
        for (String letter : List.of("1", "2", "3", "4", "5", "6", "7")) {
            letters.add(letter);
        }
        pump.wake();
        Network.Call first = network.next();
        Network.Call second = network.next();
        await().atMost(PATIENCE).until(() -> pump.inFlight() == 2);
        assertThat(network.calls).isEmpty();
        second.answer();
        network.next().answer();
        first.answer();
        await().atMost(PATIENCE).until(() -> letters.settled().size() == 7);
    }

    @Test
    void whatIsNotAnsweredIsSentAgain() throws Exception {
        Pump<List<String>> pump = pump(1);
        pump.open();
        letters.add("1");
        letters.add("2");
        pump.wake();
        network.next().fail();
        network.next().refuse();
        network.next().answer();
        awaitSettled("1", "2");
        assertThat(letters.returned()).isEqualTo(2);
        assertThat(letters.arrivals()).containsExactly(true, false);
    }

    @Test
    void nothingIsSentToANodeThatIsNotThere() throws Exception {
        Pump<List<String>> pump = pump(1);
        letters.add("1");
        pump.wake();
        pump.open();
        network.next().answer();
        awaitSettled("1");
        pump.close();
        letters.add("2");
        pump.wake();
        assertThat(network.calls).isEmpty();
        assertThat(pump.inFlight()).isZero();
        pump.open();
        network.next().answer();
        awaitSettled("1", "2");
    }

    @Test
    void anAnswerThatCannotBeReadIsNone() throws Exception {
        Pump<List<String>> pump = pump(1);
        pump.open();
        letters.add("1");
        pump.wake();
        network.next().future().complete(new byte[5]);
        network.next().answer();
        awaitSettled("1");
        assertThat(letters.returned()).isEqualTo(1);
    }

    @Test
    void whatCannotBeTakenIsTriedAgain() throws Exception {
        Pump<List<String>> pump = pump(1);
        letters.failNextTake();
        letters.failNextTake();
        letters.add("1");
        pump.open();
        network.next().answer();
        awaitSettled("1");
    }

    @Test
    void whatThrowsAtOnceIsTriedAgainToo() throws Exception {
        Pump<List<String>> pump = pump(1);
        letters.throwNext(3, 1);
        letters.add("1");
        pump.open();
        network.next().fail();
        network.next().answer();
        awaitSettled("1");
        assertThat(letters.returned()).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> pump.inFlight() == 0);
    }

    @Test
    void aNodeThatIsBackIsSentToThoughCallsFromBeforeHaveNotEnded() throws Exception {
        Pump<List<String>> pump = pump(1);
        pump.open();
        letters.add("1");
        pump.wake();
        Network.Call before = network.next();
        letters.add("2");
        pump.wake();
        assertThat(network.calls).isEmpty();
        pump.open();
        Network.Call after = network.next();
        letters.add("3");
        pump.open();
        await().atMost(PATIENCE).until(() -> pump.inFlight() == 2);
        assertThat(network.calls).as("no more than twice as many").isEmpty();
        before.fail();
        await().atMost(PATIENCE).until(() -> letters.holds().equals(List.of(Duration.ZERO)));
        Network.Call last = network.next();
        assertThat(last.letters())
                .as("without a pause, as the failure is of before")
                .isEqualTo(2);
        after.answer();
        awaitSettled("2");
        last.answer();
        awaitSettled("2", "1", "3");
    }

    @Test
    void aPauseEndsWhenTheNodeIsHeardOfOrCallsAndNotAgainAndAgain() throws Exception {
        // Time stands still: a pause ends by being told only.
        try (NodeClock stopped = new NodeClock(InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z")))) {
            Pump<List<String>> pump = new Pump<>("b", letters, network, stopped, new SplittableRandom(1), executor, 1);
            letters.add("1");
            pump.open();
            network.next().fail();
            await().atMost(PATIENCE).until(() -> pump.inFlight() == 0);
            pump.open();
            network.next().fail();
            await().atMost(PATIENCE).until(() -> pump.inFlight() == 0);
            pump.sign();
            network.next().fail();
            await().atMost(PATIENCE).until(() -> pump.inFlight() == 0);
            pump.sign();
            pump.wake();
            assertThat(pump.inFlight()).isZero();
            assertThat(network.calls).isEmpty();
            pump.open();
            network.next().answer();
            awaitSettled("1");
            assertThat(letters.holds()).allMatch(hold -> hold.compareTo(Duration.ofMillis(250)) <= 0);
        }
    }

    @Test
    void aNodeThatTakesNothingIsNamedWithTheReasonOnce(CapturedOutput output) throws Exception {
        Pump<List<String>> pump = pump(1);
        pump.open();
        letters.add("1");
        pump.wake();
        for (int i = 0; i < 9; i++) {
            network.next().fail();
        }
        network.next().answer();
        awaitSettled("1");
        assertThat(output.getAll())
                .containsOnlyOnce("What waits for node b (FORWARD) stays here and is tried again: 8");
        assertThat(output.getAll()).contains("Node b did not answer: it is silent");
    }

    @Test
    void aNodeThatTakesNothingIsNamedThoughTwoCallsFailInTheSameMoment(CapturedOutput output) throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        Pump<List<String>> pump = new Pump<>("b", letters, network, clock, new SplittableRandom(1), one, 2);
        pump.open();
        for (String letter : List.of("1", "2", "3", "4", "5", "6")) {
            letters.add(letter);
        }
        pump.wake();
        Network.Call open = network.next();
        for (int i = 0; i < 6; i++) {
            network.next().fail();
        }
        Network.Call last = network.next();
        CountDownLatch busy = new CountDownLatch(1);
        var unused = one.submit(() -> {
            busy.await();
            return true;
        });
        open.fail();
        last.fail();
        busy.countDown();
        network.next().answer();
        network.next().answer();
        await().atMost(PATIENCE).until(() -> letters.settled().size() == 6);
        one.shutdownNow();
        assertThat(output.getAll())
                .containsOnlyOnce("What waits for node b (FORWARD) stays here and is tried again: 8");
    }
}

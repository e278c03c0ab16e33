package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static io.caxton.state.tck.Clauses.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.Atomicity;
import io.caxton.state.DeleteResult;
import io.caxton.state.Feature;
import io.caxton.state.StateKeys;
import io.caxton.state.StateToolException;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface ConcurrencyClauses extends Clauses {

    int THREADS = 4;

    @Test
    default void twoProcessesRacingOnCompareAndSetLoseNoUpdate() throws Exception {
        if (lacksCompareAndSet()) {
            return;
        }
        int increments = 100;
        tool().store(Counter.KEY, number(0));
        if (tool().features().has(Feature.SHARED_BETWEEN_PROCESSES)) {
            ChildTool child = fixture().childTool().orElseThrow();
            try (ChildProcess one = ChildProcess.start(child, increments);
                    ChildProcess two = ChildProcess.start(child, increments)) {
                one.await("ready");
                two.await("ready");
                one.go();
                two.go();
                one.await("done");
                two.await("done");
                one.awaitExit();
                two.awaitExit();
            }
        } else {
            assertThat(fixture().childTool()).isEmpty();
            Workers.together(2, () -> Counter.increment(tool(), increments));
        }
        assertThat(stored(Counter.KEY)).isEqualTo(Integer.toString(2 * increments));
    }

    @Test
    default void threadsRacingOnCompareAndSetLoseNoUpdate() {
        if (lacksCompareAndSet()) {
            return;
        }
        tool().store(Counter.KEY, number(0));
        Workers.together(THREADS, () -> Counter.increment(tool(), 50));
        assertThat(stored(Counter.KEY)).isEqualTo(Integer.toString(THREADS * 50));
    }

    @Test
    default void createIfAbsentHasOneWinner() {
        if (lacksCreateIfAbsent()) {
            return;
        }
        for (int round = 0; round < 20; round++) {
            String key = "round" + round;
            AtomicInteger names = new AtomicInteger();
            List<StoreResult> results = Workers.together(
                    THREADS,
                    () -> tool().store(StoreRequest.of(key, number(names.incrementAndGet()))
                            .ifAbsent()));
            assertThat(results).filteredOn(StoreResult.Stored.class::isInstance).hasSize(1);
            String version = tool().find(key).orElseThrow().version();
            assertThat(results).contains(new StoreResult.Stored(version, true));
        }
    }

    @Test
    default void conditionalDeleteHasOneWinner() {
        if (lacksConditionalDelete()) {
            return;
        }
        for (int round = 0; round < 20; round++) {
            String version = storeVersioned("k", "1");
            List<DeleteResult> results = Workers.together(THREADS, () -> tool().deleteIf("k", version));
            assertThat(results)
                    .filteredOn(DeleteResult.Deleted.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(DeleteResult.Absent.class::isInstance)
                    .hasSize(THREADS - 1);
        }
    }

    @Test
    default void storesOfManyThreadsAllArrive() {
        AtomicInteger next = new AtomicInteger();
        Workers.together(THREADS, () -> {
            for (int i = 0; i < 50; i++) {
                tool().store("k" + next.incrementAndGet(), json("1"));
            }
            return true;
        });
        assertThat(tool().list("k")).hasSize(THREADS * 50);
    }

    @Test
    default void aReaderNeverSeesHalfAValue() {
        List<String> values = List.of("\"" + "a".repeat(50_000) + "\"", "\"" + "b".repeat(60_000) + "\"");
        tool().store("k", json(values.get(0)));
        AtomicBoolean writing = new AtomicBoolean(true);
        Callable<Integer> writer = () -> {
            try {
                for (int i = 0; i < 50; i++) {
                    tool().store("k", json(values.get(i % 2)));
                }
                return 0;
            } finally {
                writing.set(false);
            }
        };
        Callable<Integer> reader = () -> {
            int reads = 0;
            do {
                assertThat(values.contains(stored("k"))).isTrue();
                reads++;
            } while (writing.get());
            return reads;
        };
        assertThat(Workers.together(List.of(writer, reader)).get(1)).isPositive();
    }

    @Test
    default void pagingWhileOthersStoreAndDeleteLosesNoKeyThatStays() {
        List<String> staying =
                IntStream.range(0, 50).mapToObj(i -> String.format("k%03d", i)).toList();
        staying.forEach(key -> tool().store(key, json("1")));
        AtomicBoolean listing = new AtomicBoolean(true);
        Callable<Boolean> disturber = () -> {
            for (int i = 0; listing.get(); i++) {
                String key = staying.get(i % staying.size()) + "-" + i;
                tool().store(key, json("1"));
                tool().delete(key);
            }
            return true;
        };
        Callable<Boolean> reader = () -> {
            try {
                for (int i = 0; i < 10; i++) {
                    List<String> seen = pages(tool(), "k", 6);
                    assertThat(seen).containsAll(staying).doesNotHaveDuplicates();
                    assertThat(seen).isSortedAccordingTo(StateKeys.UTF8_ORDER);
                }
                return true;
            } finally {
                listing.set(false);
            }
        };
        assertThat(Workers.together(List.of(disturber, reader))).containsExactly(true, true);
    }

    @Test
    default void aBatchIsSeenWholeExactlyIfBothBatchesAreAtomic() {
        var features = tool().features();
        boolean whole = features.batchStore() == Atomicity.ATOMIC && features.batchRetrieve() == Atomicity.ATOMIC;
        storePair(0);
        AtomicBoolean writing = new AtomicBoolean(true);
        Callable<Boolean> writer = () -> {
            try {
                for (int i = 1; i <= 50; i++) {
                    storePair(i);
                }
                return true;
            } finally {
                writing.set(false);
            }
        };
        Callable<Boolean> reader = () -> {
            boolean torn = false;
            do {
                var pair = tool().findAll(List.of("left", "right"));
                assertThat(pair).hasSize(2);
                var values = pair.values().stream()
                        .map(entry -> entry.value().intValue())
                        .distinct();
                torn |= values.count() > 1;
            } while (writing.get());
            return torn;
        };
        boolean torn = Workers.together(List.of(writer, reader)).get(1);
        assertThat(torn && whole).as("a pair of an atomic batch was seen half").isFalse();
        assertThat(List.of(stored("left"), stored("right"))).containsExactly("50", "50");
    }

    @Test
    default void closingWhileOthersWorkEndsTheirCallsClearly() {
        List<Callable<Reason>> tasks = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> {
                try {
                    while (true) {
                        tool().store("k" + done.incrementAndGet() % 7, json("1"));
                        tool().find("k0");
                        tool().list("k");
                    }
                } catch (StateToolException refusal) {
                    return refusal.reason();
                }
            });
        }
        tasks.add(() -> {
            while (done.get() < 20) {
                Thread.onSpinWait();
            }
            tool().close();
            return Reason.CLOSED;
        });
        assertThat(Workers.together(tasks)).containsOnly(Reason.CLOSED);
    }

    private void storePair(int value) {
        tool().storeAll(List.of(StoreRequest.of("left", number(value)), StoreRequest.of("right", number(value))));
    }
}

package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest extends LocalStateFixture {
    private static final int MAX_WAITING = 100;

    @TempDir
    private Path directory;

    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    protected LocalState create() {
        SqliteLocalStateSettings settings = new SqliteLocalStateSettings(
                MAX_WAITING,
                64,
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                1 << 20,
                SqliteLocalStateSettings.Synchronous.FULL);
        return SqliteLocalState.open(directory.resolve("caxton.db"), settings, (works, took, failure) -> {
            batches.add(works);
            if (batches.size() == 1) {
                throw new IllegalStateException("a listener may fail");
            }
        });
    }

    /** Keeps the writer busy until {@link #release} is counted down. */
    private CompletableFuture<Boolean> block() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> blocked = state.write(tx -> {
            started.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Boolean.TRUE;
        });
        started.await();
        return blocked;
    }

    private CompletableFuture<Boolean> append(String id) {
        return state.write(tx -> {
            tx.messages().append(message(id, "c"), NOW, 1, "");
            return Boolean.TRUE;
        });
    }

    @Test
    void whatWaitsIsCommittedTogetherUpToTheBound() throws Exception {
        CompletableFuture<Boolean> blocked = block();
        List<Thread> threads = IntStream.range(0, 64)
                .mapToObj(i -> new Thread(() -> append("m" + i).join()))
                .toList();
        threads.forEach(Thread::start);
        while (((SqliteLocalState) state).waitingWorks() < 64) {
            Thread.onSpinWait();
        }
        release.countDown();
        assertThat(blocked.join()).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(batches).containsExactly(64, 1);
        assertThat(durable().messages().inConversation("c", 0, 100)).hasSize(64);
    }

    @Test
    void aWorkThatThrowsIsRolledBackAlone() throws Exception {
        List<String> undone = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> blocked = block();
        CompletableFuture<Boolean> before = append("m1");
        CompletableFuture<Boolean> bad = state.write(tx -> {
            tx.onRollback(() -> undone.add("bad"));
            tx.messages().append(message("m2", "c"), NOW, 1, "");
            throw new IllegalStateException("no");
        });
        CompletableFuture<Boolean> after = append("m3");
        release.countDown();
        assertThat(blocked.join()).isTrue();
        assertThat(before.join()).isTrue();
        assertThat(after.join()).isTrue();
        assertThatThrownBy(bad::join).hasRootCauseMessage("no");
        assertThat(undone).containsExactly("bad");
        assertThat(batches).containsExactly(4);
        assertThat(messageIds(durable().messages().inConversation("c", 0, 10))).containsExactly("m1", "m3");
    }

    @Test
    void oneWorkTooManyIsRefusedAtOnce() throws Exception {
        CompletableFuture<Boolean> blocked = block();
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < MAX_WAITING; i++) {
            waiting.add(append("m" + i));
        }
        assertThat(append("one too many"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        LocalStateException.class,
                        e -> assertThat(e.reason()).isEqualTo(LocalStateException.Reason.OVERLOADED));
        release.countDown();
        assertThat(blocked.join()).isTrue();
        waiting.forEach(CompletableFuture::join);
        assertThat(append("later").join()).isTrue();
    }

    @Test
    void aBatchThatChangesNothingWritesNothing() throws IOException {
        appendAll("c", "m1");
        Path log = directory.resolve("caxton.db-wal");
        long size = Files.size(log);
        assertThat(work().messages().find("m1")).isPresent();
        assertThatThrownBy(() -> change(tx -> {
                    tx.messages().append(message("m2", "c"), NOW, 1, "");
                    throw new IllegalStateException("no");
                }))
                .hasRootCauseMessage("no");
        assertThat(Files.size(log)).isEqualTo(size);
        appendAll("c", "m2");
        assertThat(Files.size(log)).isGreaterThan(size);
    }

    @Test
    void closingFinishesWhatWaitsAlsoWhenInterrupted() throws Exception {
        CompletableFuture<Boolean> blocked = block();
        List<CompletableFuture<Boolean>> waiting =
                IntStream.range(0, 90).mapToObj(i -> append("m" + i)).toList();
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            state.close();
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        closer.start();
        release.countDown();
        closer.join();
        assertThat(interrupted).containsExactly(true);
        assertThat(blocked.join()).isTrue();
        waiting.forEach(work -> assertThat(work.join()).isTrue());
        assertThat(directory.resolve("caxton.db-wal")).doesNotExist();
        assertThatThrownBy(() -> durable().messages().find("m1"))
                .isInstanceOfSatisfying(
                        LocalStateException.class,
                        e -> assertThat(e.reason()).isEqualTo(LocalStateException.Reason.CLOSED));
    }

    @Test
    void aBatchThatCannotBeWrittenLeavesNothingInMemoryEither() {
        assertThatThrownBy(() -> change(tx -> {
                    tx.messages().append(message("m1", "c"), NOW, 1, "");
                    tx.deliveries().save(delivery("m1", 1));
                    tx.messages().addReceipt(unwritable());
                }))
                .cause()
                .isInstanceOfSatisfying(
                        LocalStateException.class,
                        e -> assertThat(e.reason()).isEqualTo(LocalStateException.Reason.FAILED));
        assertThat(durable().messages().find("m1")).isEmpty();
        assertThat(durable().deliveries().depth(BOB)).isZero();
        assertThat(work().deliveries().find("m1", BOB)).isEmpty();
        appendAll("c", "m1");
        assertThat(durable().messages().find("m1")).isPresent();
    }

    @SuppressWarnings("NullAway") // is what makes it fail where no work is to blame
    private static Receipt unwritable() {
        return new Receipt("m1", ReceiptStatus.QUEUED, NOW, null, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void anErrorInAWorkFailsThatWorkAndNotTheWriter() {
        assertThatThrownBy(() -> change(tx -> {
                    tx.deliveries().save(delivery("m1", 1));
                    throw new OutOfMemoryError("as if");
                }))
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(durable().deliveries().depth(BOB)).isZero();
        appendAll("c", "m1");
        assertThat(durable().messages().find("m1")).isPresent();
    }

    @Test
    void aWorkThatFailsAfterItsChangesWereWrittenTakesThoseBackAlone() throws Exception {
        CompletableFuture<Boolean> blocked = block();
        CompletableFuture<Boolean> before = append("m1");
        CompletableFuture<Boolean> bad = state.write(tx -> {
            tx.messages().append(message("m2", "c"), NOW, 7, "");
            tx.deliveries().save(delivery("m2", 2));
            tx.messages().markFinished("m2", Optional.of(NOW));
            tx.conversations().save(conversation("c2", NOW));
            // Prunes write at once, and with them whatever came before.
            assertThat(tx.messages().pruneFinished(NOW, NOW, 10)).isZero();
            assertThat(tx.messages().finishedBytes()).isGreaterThan(7);
            throw new IllegalStateException("no");
        });
        CompletableFuture<Boolean> after = append("m3");
        release.countDown();
        assertThat(blocked.join()).isTrue();
        assertThat(before.join()).isTrue();
        assertThat(after.join()).isTrue();
        assertThatThrownBy(bad::join).hasRootCauseMessage("no");
        assertThat(messageIds(durable().messages().inConversation("c", 0, 10))).containsExactly("m1", "m3");
        assertThat(durable().deliveries().depth(BOB)).isZero();
        assertThat(durable().messages().finishedBytes()).isZero();
        assertThat(durable().conversations().find("c2")).isEmpty();
        assertThat(work().conversations().find("c2")).isEmpty();
    }
}

package io.caxton.swim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final LogLines lines = new LogLines();
    private volatile Runnable endOfTurn = () -> {};
    private EventLoop loop;
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        loop = new EventLoop("loop-of-test", new MonotonicClock(), () -> endOfTurn.run());
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.source().close();
        pipe.sink().close();
        lines.close();
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(2, TimeUnit.MINUTES);
    }

    @Test
    void aChannelThatFailsIsLeftAloneForAWhileAndThenTriedAgain() throws Exception {
        CompletableFuture<Integer> interest = new CompletableFuture<>();
        CompletableFuture<Void> again = new CompletableFuture<>();
        AtomicBoolean failed = new AtomicBoolean();
        loop.register(pipe.source(), SelectionKey.OP_READ, key -> {
            if (failed.getAndSet(true)) {
                pipe.source().read(ByteBuffer.allocate(1));
                again.complete(null);
                return;
            }
            loop.execute(() -> interest.complete(key.interestOps()));
            throw new IOException("Too many open files");
        });
        loop.start();
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        assertThat(soon(interest)).isZero();
        soon(again);
        assertThat(lines.warnings("A channel of the membership loop failed")).hasSize(1);
    }

    @Test
    void aTaskThatAsksForMoreDoesNotKeepTheChannelsWaiting() throws Exception {
        AtomicBoolean heard = new AtomicBoolean();
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.register(pipe.source(), SelectionKey.OP_READ, key -> {
            pipe.source().read(ByteBuffer.allocate(1));
            heard.set(true);
        });
        Runnable greedy = new Runnable() {
            @Override
            public void run() {
                if (heard.get()) {
                    done.complete(null);
                } else {
                    loop.execute(this);
                }
            }
        };
        loop.execute(greedy);
        loop.start();
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        soon(done);
    }

    @Test
    void neitherExceptionsNorErrorsEndIt() throws Exception {
        CompletableFuture<Void> alive = new CompletableFuture<>();
        loop.execute(() -> {
            throw new IllegalStateException("of a task");
        });
        loop.execute(() -> {
            throw new NoClassDefFoundError("of a task");
        });
        loop.execute(() -> loop.after(Duration.ofMillis(1), () -> alive.complete(null)));
        loop.start();
        soon(alive);
        assertThat(lines.warnings("A task of the membership loop failed")).hasSize(2);
    }

    @Test
    void aTurnThatFailsIsFollowedByOthers() throws Exception {
        endOfTurn = () -> {
            endOfTurn = () -> {};
            throw new NoClassDefFoundError("at the end of a turn");
        };
        loop.start();
        loop.execute(() -> {});
        CompletableFuture<Void> alive = new CompletableFuture<>();
        loop.execute(() -> alive.complete(null));
        soon(alive);
        Loopback.await(() -> !lines.warnings("A turn of the membership loop failed; it goes on")
                .isEmpty());
        CompletableFuture<Void> afterwards = new CompletableFuture<>();
        loop.execute(() -> afterwards.complete(null));
        soon(afterwards);
    }

    @Test
    void timersRunInTheirOrderAndThoseCancelledDoNot() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            loop.after(Duration.ofMillis(30), () -> done.complete(null));
            loop.after(Duration.ofMillis(20), () -> ran.add("second"));
            loop.after(Duration.ofMillis(10), () -> ran.add("first"));
            loop.after(Duration.ofMillis(15), () -> ran.add("cancelled")).cancel();
            assertThat(loop.timers()).isEqualTo(3);
        });
        loop.start();
        soon(done);
        assertThat(ran).containsExactly("first", "second");
        assertThat(lines.warnings("failed")).isEmpty();
    }

    @Test
    void onlySoManyTasksMayWait() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < EventLoop.MOST_TASKS; i++) {
            assertThat(loop.execute(ran::incrementAndGet)).isTrue();
        }
        assertThat(loop.execute(ran::incrementAndGet)).isFalse();
        loop.start();
        Loopback.await(() -> ran.get() == EventLoop.MOST_TASKS);
    }

    /** Many threads ask for something while it is closed: what was taken is done. */
    @Test
    void whatItTookIsDoneHoweverLate() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        CountDownLatch running = new CountDownLatch(4);
        loop.start();
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    running.countDown();
                    int refused = 0;
                    while (refused < 1_000) {
                        if (loop.execute(done::incrementAndGet)) {
                            taken.incrementAndGet();
                        } else {
                            refused++;
                        }
                    }
                }))
                .limit(4)
                .toList();
        threads.forEach(Thread::start);
        running.await();
        loop.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(done).hasValue(taken.get());
    }

    @Test
    void itIsClosedAlsoByWhoWasInterrupted() {
        loop.start();
        Thread.currentThread().interrupt();
        loop.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(loop.execute(() -> {})).isFalse();
        assertThatThrownBy(() -> loop.register(pipe.source(), SelectionKey.OP_READ, key -> {}))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void itMayBeClosedByItsOwnThread() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        loop.execute(() -> {
            loop.close();
            closed.complete(null);
        });
        loop.start();
        soon(closed);
        loop.close();
        assertThat(loop.execute(() -> {})).isFalse();
    }
}

package io.caxton.swim.net;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a node. In each turn it reads what has come, then does what it was asked for, then what is due: a
 * process that was stopped hears what the others said meanwhile before it draws conclusions from silence.
 */
final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    /** How many tasks of other threads may wait. */
    static final int MOST_TASKS = 10_000;
    /** For so long a channel that failed is left alone, and the loop does nothing after a turn that did: no failure is met at full speed. */
    private static final Duration FAILURE_PAUSE = Duration.ofMillis(500);

    private static final Comparator<Timer> ORDER =
            Comparator.comparing((Timer timer) -> timer.at).thenComparingLong(timer -> timer.number);

    /** What a channel is registered with. */
    interface Handler {
        void ready(SelectionKey key) throws IOException;
    }

    /** Something that is to be done later. */
    final class Timer {
        private final Instant at;
        private final long number;
        private final Runnable action;

        private Timer(Instant at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        /** On the loop's thread. What it would have done is not kept until then. */
        void cancel() {
            timers.remove(this);
        }
    }

    private final MonotonicClock clock;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final TreeSet<Timer> timers = new TreeSet<>(ORDER);
    private final Selector selector;
    private final Thread thread;
    private final Runnable endOfTurn;
    private long numbers;
    private volatile boolean closed;

    /** @param endOfTurn done after each turn */
    EventLoop(String name, MonotonicClock clock, Runnable endOfTurn) throws IOException {
        this.clock = clock;
        this.selector = Selector.open();
        this.endOfTurn = endOfTurn;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Instant now() {
        return clock.now();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Before the start, or on the loop's thread. */
    SelectionKey register(SelectableChannel channel, int interest, Handler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, interest, handler);
    }

    /** Lets the loop's thread do something; false if it is closed or too much waits already. */
    boolean execute(Runnable task) {
        if (closed || waiting.get() >= MOST_TASKS) {
            return false;
        }
        waiting.incrementAndGet();
        tasks.add(task);
        if (closed && tasks.remove(task)) {
            return false;
        }
        selector.wakeup();
        return true;
    }

    /** On the loop's thread. */
    Timer after(Duration wait, Runnable action) {
        return at(now().plus(wait), action);
    }

    Timer at(Instant time, Runnable action) {
        Timer timer = new Timer(time, numbers++, action);
        timers.add(timer);
        return timer;
    }

    /** How many wait. On the loop's thread. */
    int timers() {
        return timers.size();
    }

    @SuppressWarnings("CatchingUnchecked") // An error in one thing must not end all others.
    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (ClosedSelectorException e) {
                LOG.debug("The loop is closed", e);
            } catch (Throwable e) {
                LOG.error("A turn of the membership loop failed; it goes on", e);
                LockSupport.parkNanos(FAILURE_PAUSE.toNanos());
            }
        }
        runTasks();
    }

    private void turn() throws IOException {
        select();
        for (SelectionKey key : selector.selectedKeys()) {
            ready(key);
        }
        selector.selectedKeys().clear();
        runTasks();
        runTimers();
        endOfTurn.run();
    }

    private void select() throws IOException {
        if (!tasks.isEmpty()) {
            selector.selectNow();
            return;
        }
        if (timers.isEmpty()) {
            selector.select();
            return;
        }
        long nanos = Duration.between(now(), timers.first().at).toNanos();
        if (nanos <= 0) {
            selector.selectNow();
        } else {
            selector.select(Math.max(1, (nanos + 999_999) / 1_000_000));
        }
    }

    private void ready(SelectionKey key) {
        try {
            ((Handler) key.attachment()).ready(key);
        } catch (IOException | RuntimeException e) {
            LOG.warn("A channel of the membership loop failed and is left alone for {}", FAILURE_PAUSE, e);
            pause(key);
        }
    }

    /** It would be ready again at once, as a port is while the process has no file descriptor left for who knocks. */
    private void pause(SelectionKey key) {
        if (key.isValid()) {
            int interest = key.interestOps();
            key.interestOps(0);
            after(FAILURE_PAUSE, () -> {
                if (key.isValid()) {
                    key.interestOps(interest);
                }
            });
        }
    }

    /** Those that wait now: who asks for more and more does not keep the channels from their turn. */
    private void runTasks() {
        for (int i = waiting.get(); i > 0; i--) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            waiting.decrementAndGet();
            guarded(task);
        }
    }

    private void runTimers() {
        Instant now = now();
        while (!timers.isEmpty() && !timers.first().at.isAfter(now)) {
            guarded(timers.pollFirst().action);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // An error in one thing must not end all others.
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.error("A task of the membership loop failed", e);
        }
    }

    /** Ends the thread; what it was asked for before is done. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        selector.wakeup();
        if (!isCurrentThread()) {
            join();
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("The selector could not be closed", e);
        }
    }

    /** However often this thread is interrupted: what the loop's thread uses is closed afterwards. */
    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.caxton.spring.copies;

import io.caxton.core.copies.Copy;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.spring.copies.Entry.Placed;
import io.caxton.spring.gateway.NoSecondCopyException;
import io.caxton.spring.properties.CopiesMissing;
import io.caxton.spring.properties.CopiesProperties;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The messages that wait for their copy: how many, how long, and what their senders are told. Safe for use by several threads. */
final class Placing {
    /** One more is answered as if no node were there. */
    private static final int MOST_WAITING = 20_000;

    /** Their bytes. */
    private static final long MOST_WAITING_BYTES = 128L << 20;

    /** Two nodes are asked, and a batch may have to wait for the one before. */
    private static final int PATIENCE = 3;

    private final CopiesProperties properties;
    private final CopyListener listener;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LongAdder missing = new LongAdder();

    Placing(CopiesProperties properties, CopyListener listener) {
        this.properties = properties;
        this.listener = listener;
    }

    /** Whether one more may wait; if so it is counted until {@code placed} completes, which it does in time. */
    boolean begin(Copy copy, CompletableFuture<Placed> placed) {
        long start = System.nanoTime();
        long size = copy.sizeBytes();
        int count = waiting.incrementAndGet();
        long bytes = waitingBytes.addAndGet(size);
        Duration longest = properties.copyTimeout().multipliedBy(PATIENCE);
        var unused = placed.completeOnTimeout(Placed.MISSING, longest.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((how, none) -> {
                    waiting.decrementAndGet();
                    waitingBytes.addAndGet(-size);
                    if (how == Placed.MISSING) {
                        missing.increment();
                    }
                    listener.copied(how.name().toLowerCase(Locale.ROOT), Duration.ofNanos(System.nanoTime() - start));
                });
        return count <= MOST_WAITING && bytes <= MOST_WAITING_BYTES;
    }

    /** What the sender is told. */
    AcceptResult answer(Accepted accepted, Placed placed) {
        if (placed == Placed.MISSING && properties.copiesMissing() == CopiesMissing.REFUSE) {
            throw new NoSecondCopyException(accepted.message().id());
        }
        return placed == Placed.UNNEEDED ? accepted : accepted.onDisks(placed == Placed.STORED ? 2 : 1);
    }

    int waiting() {
        return waiting.get();
    }

    long missing() {
        return missing.sum();
    }
}

package io.caxton.server.intake;

import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that all bodies in work may take together. A few megabytes of JSON can become some hundred as a tree; without
 * this bound, a handful of requests would leave the node without memory, and a node without memory does not recover.
 */
public final class BodyMemory {
    /** The text that a byte becomes on its way to the disk, and the copies of that text: a figure that was measured. */
    public static final int HEAP_FOR_BYTE = 8;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final long capacity;
    private final AtomicLong lent = new AtomicLong();

    /** @param capacity bytes */
    public BodyMemory(long capacity) {
        this.capacity = capacity;
    }

    /** Nothing at first; it grows as the body is read. */
    public Loan open() {
        return new Loan();
    }

    /** Bytes that are lent at the moment. */
    public long lent() {
        return lent.get();
    }

    /** What one request has of it; its own thread alone takes, any thread gives back. */
    public final class Loan implements AutoCloseable {
        private final AtomicLong taken = new AtomicLong();

        /**
         * Takes more.
         *
         * @throws ProblemException if there is no more: 503 if there may be later, 413 if one request alone wants too much
         */
        public void take(long bytes) {
            long mine = taken.addAndGet(bytes);
            if (lent.addAndGet(bytes) <= capacity) {
                return;
            }
            close();
            if (mine > capacity) {
                throw ProblemType.TOO_LARGE
                        .because("reading it would take more memory than this node has for requests")
                        .asException();
            }
            throw ProblemType.OVERLOADED
                    .because("other large requests are being worked on; try again")
                    .retryAfter(SOON)
                    .asException();
        }

        /** Bytes. */
        public long size() {
            return taken.get();
        }

        /** Gives everything back; may be called again. */
        @Override
        public void close() {
            lent.addAndGet(-taken.getAndSet(0));
        }
    }
}

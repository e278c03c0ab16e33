package io.caxton.server.stream;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes to a response as fast as its client reads and without a thread that waits. What waits is bounded: past the bound
 * the client counts as too slow.
 */
final class EventOutput implements WriteListener {
    /** Told of the end, from any thread, maybe more than once. */
    interface Owner {
        /** Everything was written, as {@link #finish} asked for. */
        void drained();

        /** The client is gone or reads too slowly. */
        void broken(String reason);
    }

    private final ServletOutputStream out;
    private final long mostBytes;
    private final Owner owner;
    /** Guards itself and what counts it; nothing is written under its lock. */
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();

    private long bytes;
    private long written;
    private boolean finishing;
    private boolean closed;
    /** Guarded by this object, as is the response. */
    private boolean flushNeeded;

    EventOutput(ServletOutputStream out, long mostBytes, Owner owner) {
        this.out = out;
        this.mostBytes = mostBytes;
        this.owner = owner;
    }

    private record Event(long size, Supplier<String> text) {}

    /** Adds to what waits; {@link #write} writes it. False if nothing is taken any more. */
    boolean add(String text) {
        return add(text.length(), () -> text);
    }

    /**
     * The same for what is written out only when its turn comes.
     *
     * @param size its bytes, about
     */
    boolean add(long size, Supplier<String> text) {
        synchronized (waiting) {
            if (closed || finishing) {
                return false;
            }
            if (waiting.isEmpty() || bytes + size <= mostBytes) {
                waiting.add(new Event(size, text));
                bytes += size;
                return true;
            }
        }
        owner.broken("it reads too slowly");
        return false;
    }

    /** Takes nothing more; tells its owner when all is written. */
    void finish(String last) {
        synchronized (waiting) {
            if (!closed && !finishing) {
                waiting.add(new Event(0, () -> last));
                finishing = true;
            }
        }
    }

    /** Forgets what waits. Nothing touches the response from then on. */
    synchronized void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
            bytes = 0;
        }
    }

    boolean isEmpty() {
        synchronized (waiting) {
            return waiting.isEmpty();
        }
    }

    /** Grows with every write. */
    long written() {
        synchronized (waiting) {
            return written;
        }
    }

    @Override
    public void onWritePossible() {
        write();
    }

    /** Writes what the client takes now. */
    void write() {
        boolean done;
        try {
            done = writeSome();
        } catch (IOException | RuntimeException gone) {
            owner.broken("its connection is closed");
            return;
        }
        if (done) {
            owner.drained();
        }
    }

    private synchronized boolean writeSome() throws IOException {
        while (!isClosed() && out.isReady()) {
            Optional<Event> next = poll();
            if (next.isPresent()) {
                out.write(next.get().text().get().getBytes(StandardCharsets.UTF_8));
                flushNeeded = true;
            } else if (flushNeeded) {
                flushNeeded = false;
                out.flush();
            } else {
                return isFinished();
            }
        }
        return false;
    }

    private Optional<Event> poll() {
        synchronized (waiting) {
            Event next = waiting.poll();
            if (next != null) {
                bytes = Math.max(0, bytes - next.size());
                written++;
            }
            return Optional.ofNullable(next);
        }
    }

    private boolean isClosed() {
        synchronized (waiting) {
            return closed;
        }
    }

    private boolean isFinished() {
        synchronized (waiting) {
            return finishing && waiting.isEmpty();
        }
    }

    @Override
    public void onError(Throwable failure) {
        owner.broken("its connection failed");
    }
}

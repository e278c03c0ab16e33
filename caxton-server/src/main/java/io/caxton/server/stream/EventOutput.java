package io.caxton.server.stream;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes to a response as fast as its client reads and without a thread that waits. Past its bound it is
 * congested, and nothing more is handed out to the client.
 */
final class EventOutput implements WriteListener {
    /** Told of the end, from any thread, maybe more than once. */
    interface Owner {
        /** Everything was written, as {@link #finish} asked for. */
        void drained();

        /** What waits has become less than the bound again. */
        void relieved();

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

    /** Adds to what waits; {@link #write} writes it. False if nothing is written any more. */
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
            waiting.add(new Event(size, text));
            bytes += size;
            return true;
        }
    }

    /** Whether as much waits for the client as may: nothing but what it holds already is to be added. */
    boolean isCongested() {
        synchronized (waiting) {
            return bytes > mostBytes;
        }
    }

    /** Forgets what was not written yet. */
    void forget() {
        synchronized (waiting) {
            waiting.clear();
            bytes = 0;
        }
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
            forget();
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
        boolean relieved = false;
        Event next;
        synchronized (waiting) {
            next = waiting.poll();
            if (next != null) {
                boolean before = isCongested();
                bytes = Math.max(0, bytes - next.size());
                relieved = before && !isCongested();
                written++;
            }
        }
        if (relieved) {
            owner.relieved();
        }
        return Optional.ofNullable(next);
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

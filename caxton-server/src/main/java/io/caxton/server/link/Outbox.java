package io.caxton.server.link;

import io.caxton.core.engine.Mailboxes.Leased;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits to be written to one client, one frame at a time and without a thread that waits: the end of one write begins
 * the next. Past its bound the client counts as too slow.
 */
final class Outbox {
    /** What is told of its end; called once. */
    interface Owner {
        /** Everything was written, as {@link #finish} asked for. */
        void drained();

        /** Deliveries no longer wait for room. */
        void relieved();

        /** The client reads too slowly, or its connection is broken. */
        void broken(String reason);
    }

    private final RemoteEndpoint.Async remote;
    private final Executor threads;
    private final long mostBytes;
    private final Owner owner;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    /** Of answers, which a client can cause without end; deliveries are held back while {@link #isCongested}. */
    private long bytes;

    private long deliveryBytes;
    private boolean writing;
    private boolean finishing;
    private boolean closed;

    Outbox(RemoteEndpoint.Async remote, Executor threads, long mostBytes, Owner owner) {
        this.remote = remote;
        this.threads = threads;
        this.mostBytes = mostBytes;
        this.owner = owner;
    }

    /** Writes it soon, on another thread. False if nothing is written any more. */
    boolean send(Frame frame) {
        return add(frame, false);
    }

    /** Writes it now, on this thread, unless another one is writing. */
    boolean sendNow(Frame frame) {
        return add(frame, true);
    }

    private boolean add(Frame frame, boolean now) {
        boolean tooSlow = false;
        boolean begin = false;
        synchronized (this) {
            if (closed || finishing) {
                return false;
            }
            if (frame.delivery().isEmpty() && bytes > 0 && bytes + frame.size() > mostBytes) {
                tooSlow = true;
            } else {
                waiting.add(frame);
                count(frame, frame.size());
                begin = !writing;
                writing = true;
            }
        }
        if (tooSlow) {
            owner.broken("it reads too slowly");
            return false;
        }
        if (begin) {
            begin(now);
        }
        return true;
    }

    private void begin(boolean now) {
        if (now) {
            drain();
            return;
        }
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException stopping) {
            owner.broken("the node stopped");
        }
    }

    /** Writes this last frame and what waits before it, then tells the owner. */
    void finish(Frame last) {
        boolean begin;
        synchronized (this) {
            if (closed || finishing) {
                return;
            }
            waiting.add(last);
            finishing = true;
            begin = !writing;
            writing = true;
        }
        if (begin) {
            begin(false);
        }
    }

    /** Drops what waits; returns the messages that were not written. */
    synchronized List<Leased> close() {
        closed = true;
        List<Leased> unsent = new ArrayList<>();
        waiting.forEach(frame -> frame.delivery().ifPresent(unsent::add));
        waiting.clear();
        bytes = 0;
        deliveryBytes = 0;
        return unsent;
    }

    private synchronized void count(Frame frame, long size) {
        if (frame.delivery().isPresent()) {
            deliveryBytes = Math.max(0, deliveryBytes + size);
        } else {
            bytes = Math.max(0, bytes + size);
        }
    }

    private void uncount(Frame frame) {
        boolean relieved;
        synchronized (this) {
            boolean before = isCongested();
            count(frame, -frame.size());
            relieved = before && !isCongested();
        }
        if (relieved) {
            owner.relieved();
        }
    }

    /** Whether as much waits for the client as may. */
    synchronized boolean isCongested() {
        return deliveryBytes > mostBytes;
    }

    private void drain() {
        while (true) {
            Frame next;
            boolean done;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    writing = false;
                }
                done = next == null && finishing && !closed;
            }
            if (next == null) {
                if (done) {
                    owner.drained();
                }
                return;
            }
            if (!write(next)) {
                return;
            }
        }
    }

    /** Whether it is written already; if not, its end goes on with the next. */
    private boolean write(Frame frame) {
        Write write = new Write(frame);
        try {
            remote.sendText(frame.text(), write);
        } catch (RuntimeException closedMeanwhile) {
            owner.broken("its connection is closed");
            return false;
        }
        return write.isDoneInline();
    }

    private final class Write implements SendHandler {
        private static final int RUNNING = 0;
        private static final int LEFT = 1;
        private static final int DONE = 2;

        private final Frame frame;
        private final AtomicInteger state = new AtomicInteger(RUNNING);

        Write(Frame frame) {
            this.frame = frame;
        }

        boolean isDoneInline() {
            return !state.compareAndSet(RUNNING, LEFT) && state.get() == DONE;
        }

        @Override
        public void onResult(SendResult result) {
            if (!result.isOK()) {
                owner.broken("a write to it failed or took too long");
                return;
            }
            uncount(frame);
            if (!state.compareAndSet(RUNNING, DONE)) {
                drain();
            }
        }
    }
}

package io.caxton.benchmarks.relay;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection from a node to another, and its two halves, each of which ends by itself. */
final class Stream {
    private static final int CHUNK = 32 << 10;

    private final int from;
    private final int to;
    private final Socket caller;
    private final Socket callee = new Socket();
    private final Links links;
    private final Tally tally;
    private final Consumer<Stream> ended;
    private final AtomicInteger halves = new AtomicInteger(2);

    /** @param ended is told once nothing of it is left */
    Stream(int from, int to, Socket caller, Links links, Tally tally, Consumer<Stream> ended) {
        this.from = from;
        this.to = to;
        this.caller = caller;
        this.links = links;
        this.tally = tally;
        this.ended = ended;
    }

    boolean isBetween(int one, int other) {
        return (from == one && to == other) || (from == other && to == one);
    }

    /** Makes the connection, once it can be; whether it is made. */
    boolean connect(int port) {
        try {
            if (!links.between(from, to).open() || !links.between(to, from).open()) {
                tally.streamsHeldUp.increment();
            }
            if (links.awaitBoth(from, to)) {
                hold(links.streamNanos(links.between(from, to), 0) + links.streamNanos(links.between(to, from), 0));
                callee.connect(Ports.loopback(port));
                callee.setTcpNoDelay(true);
                caller.setTcpNoDelay(true);
                tally.streams.increment();
                return true;
            }
        } catch (IOException nobodyThere) {
            // As the caller is told.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        reset();
        ended.accept(this);
        return false;
    }

    /** Passes on what the caller says until it has no more to say. */
    void questions() {
        pump(caller, callee, from, to);
    }

    /** The same for the other. */
    void answers() {
        pump(callee, caller, to, from);
    }

    private void pump(Socket source, Socket sink, int speaker, int listener) {
        try {
            if (copy(source, sink, speaker, listener)) {
                sink.shutdownOutput();
            } else {
                reset();
            }
        } catch (IOException broke) {
            reset();
        } catch (InterruptedException stop) {
            reset();
            Thread.currentThread().interrupt();
        } finally {
            if (halves.decrementAndGet() == 0) {
                close(caller);
                close(callee);
                ended.accept(this);
            }
        }
    }

    /** False if it was given up before its end. */
    private boolean copy(Socket source, Socket sink, int speaker, int listener)
            throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        for (int read = source.getInputStream().read(chunk);
                read >= 0;
                read = source.getInputStream().read(chunk)) {
            if (!pass(speaker, listener, read)) {
                return false;
            }
            sink.getOutputStream().write(chunk, 0, read);
            tally.bytes.add(read);
        }
        return links.awaitOpen(speaker, listener);
    }

    private boolean pass(int speaker, int listener, int bytes) throws InterruptedException {
        LinkQuality quality = links.between(speaker, listener);
        if (!quality.open()) {
            tally.streamsHeldUp.increment();
        }
        hold(links.streamNanos(quality, bytes));
        return links.awaitOpen(speaker, listener);
    }

    private static void hold(long nanos) throws InterruptedException {
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    /** Breaks it for both. */
    void reset() {
        reset(caller);
        reset(callee);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // Closing again does no harm.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // There is nothing more to do for it.
        }
    }
}

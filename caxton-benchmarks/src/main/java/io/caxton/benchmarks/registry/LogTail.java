package io.caxton.benchmarks.registry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Reads a log as it grows, looking every half millisecond. */
final class LogTail implements AutoCloseable {
    private static final long PAUSE_NANOS = 500_000;
    private static final int CHUNK = 8 << 10;

    /** Is given every whole line, on the thread that reads. */
    interface Listener {
        void line(String line);
    }

    private final Path log;
    private final Listener listener;
    private final StringBuilder rest = new StringBuilder();
    private volatile boolean closed;

    private LogTail(Path log, Listener listener) {
        this.log = log;
        this.listener = listener;
    }

    /** Of a file that is there. */
    static LogTail start(Path log, Listener listener) {
        LogTail tail = new LogTail(log, listener);
        Thread thread = new Thread(tail::read, "reads " + log.getFileName());
        thread.setDaemon(true);
        thread.start();
        return tail;
    }

    private void read() {
        byte[] chunk = new byte[CHUNK];
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            while (!closed) {
                int read = file.read(chunk);
                if (read <= 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                } else {
                    rest.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
                    lines();
                }
            }
        } catch (IOException broke) {
            throw new UncheckedIOException(broke);
        }
    }

    private void lines() {
        for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
            listener.line(rest.substring(0, end));
            rest.delete(0, end + 1);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}

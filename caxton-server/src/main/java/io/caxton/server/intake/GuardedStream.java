package io.caxton.server.intake;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** A body that keeps to the bounds of its {@link Intake} or ends with a problem. */
final class GuardedStream extends ServletInputStream {
    private final ServletInputStream in;
    private final Intake intake;
    private final long start = System.nanoTime();
    private long bytesRead;

    GuardedStream(ServletInputStream in, Intake intake) {
        this.in = in;
        this.intake = intake;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.available() > 0 || in.isFinished()
                ? in.read(buffer, offset, length)
                : blocked(buffer, offset, length);
        if (read > 0) {
            bytesRead += read;
            intake.loan().take((long) read * BodyMemory.HEAP_FOR_BYTE);
        }
        if (read >= 0) {
            intake.requireFast(bytesRead, System.nanoTime() - start);
        }
        return read;
    }

    private int blocked(byte[] buffer, int offset, int length) throws IOException {
        intake.enterBlocked();
        try {
            return in.read(buffer, offset, length);
        } catch (IOException failure) {
            if (isTimeout(failure)) {
                throw Intake.tooSlow();
            }
            throw failure;
        } finally {
            intake.leaveBlocked();
        }
    }

    private static boolean isTimeout(@Nullable Throwable failure) {
        return failure != null && (failure instanceof SocketTimeoutException || isTimeout(failure.getCause()));
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public boolean isFinished() {
        return in.isFinished();
    }

    @Override
    public boolean isReady() {
        return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        in.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

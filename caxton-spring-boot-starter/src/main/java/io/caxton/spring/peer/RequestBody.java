package io.caxton.spring.peer;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The body of a request, of which first the head is read, and the rest only if it is worth it. */
final class RequestBody {
    /** Whoever sends slower than so many bytes a second runs out of patience. */
    private static final long SLOWEST_BYTES = 32 << 10;

    /** How long the body is: HTTP/2 need not say it. */
    static final String LENGTH = "Caxton-Length";

    private final InputStream in;
    private final byte[] bytes;
    private final long patienceNanos;
    private final LongSupplier nanos;
    private final long begun;
    private int read;

    private RequestBody(InputStream in, int length, Duration patience, LongSupplier nanos) {
        this.in = in;
        this.bytes = new byte[length];
        this.patienceNanos =
                patience.toNanos() + Duration.ofSeconds(length / SLOWEST_BYTES).toNanos();
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** How long a body is said to be, if that is in bounds. */
    static int length(HttpServletRequest request, int least, int most) throws RefusedException {
        int length = announced(request);
        if (length < 0) {
            throw new RefusedException(Refusal.NO_LENGTH);
        }
        if (length > most) {
            throw new RefusedException(Refusal.TOO_LARGE);
        }
        if (length < least) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return length;
    }

    private static int announced(HttpServletRequest request) throws RefusedException {
        try {
            return request.getIntHeader(LENGTH);
        } catch (NumberFormatException nonsense) {
            throw new RefusedException(Refusal.MALFORMED);
        }
    }

    /** All of a short body. */
    static byte[] all(HttpServletRequest request, int length, Duration patience, LongSupplier nanos)
            throws RefusedException, IOException {
        return new RequestBody(request.getInputStream(), length, patience, nanos).upTo(length);
    }

    /** What follows a head that was read already, with that head before it. */
    static byte[] rest(byte[] head, HttpServletRequest request, int length, Duration patience, LongSupplier nanos)
            throws RefusedException, IOException {
        RequestBody body = new RequestBody(request.getInputStream(), length, patience, nanos);
        System.arraycopy(head, 0, body.bytes, 0, head.length);
        body.read = head.length;
        return body.upTo(length);
    }

    private byte[] upTo(int length) throws RefusedException, IOException {
        while (read < length) {
            int count = in.read(bytes, read, length - read);
            if (count < 0) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            read += count;
            if (nanos.getAsLong() - begun > patienceNanos) {
                throw new RefusedException(Refusal.TOO_SLOW);
            }
        }
        return bytes;
    }

    /** Nothing may follow it. */
    static void requireEnd(HttpServletRequest request) throws RefusedException, IOException {
        if (request.getInputStream().read() >= 0) {
            throw new RefusedException(Refusal.MALFORMED);
        }
    }
}

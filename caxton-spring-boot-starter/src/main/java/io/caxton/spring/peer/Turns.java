package io.caxton.spring.peer;

import java.util.HashMap;
import java.util.Map;

/** How much is in work for whom, and how much memory it takes. Safe for use by several threads. */
final class Turns {
    private final int mostEach;
    private final long mostBytes;
    private final Map<String, Integer> inWork = new HashMap<>();
    private long bytes;

    Turns(int mostEach, long mostBytes) {
        this.mostEach = mostEach;
        this.mostBytes = mostBytes;
    }

    /** One turn, to be closed once. */
    final class Turn implements AutoCloseable {
        private final String who;
        private final long size;
        private boolean closed;

        private Turn(String who, long size) {
            this.who = who;
            this.size = size;
        }

        @Override
        public void close() {
            synchronized (Turns.this) {
                if (!closed) {
                    closed = true;
                    bytes -= size;
                    inWork.computeIfPresent(who, (name, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }

    /**
     * A turn for one request.
     *
     * @throws RefusedException if it would be too much
     */
    synchronized Turn take(String who, long size) throws RefusedException {
        int count = inWork.getOrDefault(who, 0);
        if (count >= mostEach || bytes + size > mostBytes) {
            throw new RefusedException(Refusal.BUSY);
        }
        inWork.put(who, count + 1);
        bytes += size;
        return new Turn(who, size);
    }
}
